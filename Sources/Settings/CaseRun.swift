import CivilTime
package import Coordination
import Responsibility

/// One key in which an answer is not what a case expects.
package struct CaseDifference: Hashable, Sendable {
    /// The key of the case, for example `owner`.
    package let key: String
    package let expected: String
    package let got: String

    init(_ key: String, expected: String, got: String) {
        self.key = key
        self.expected = expected
        self.got = got
    }
}

extension ExplanationCase {
    /// Everything in which the answer under these arrangements is not what is expected; empty when the case holds.
    ///
    /// The whole answer is looked at, as the provider sees it, whoever asks: what a customer's report leads to
    /// elsewhere is part of what a change must not change, although the customer itself would not be shown it.
    package func differences(under arrangements: Arrangements) -> [CaseDifference] {
        guard let party = arrangements.book.party(asker), party.kind != .thirdParty else {
            return [CaseDifference("as", expected: "a party that reports", got: asker.rawValue)]
        }
        let ruling: Ruling
        do throws(QuestionRefusal) {
            ruling = try arrangements.book.rule(on: ask.question(asker: asker, at: received))
        } catch {
            return differences(from: CaseRefusal(error))
        }
        if let refusal = expectation.refusal {
            return [CaseDifference("refused", expected: refusal.rawValue, got: "an answer: \(ruling.sentence)")]
        }
        let care = arrangements.book.care(for: ruling, on: ask.occasions(reporter: asker, at: received))
        var comparison = CaseComparison(expected: expectation, received: received)
        comparison.compare(ruling)
        comparison.compare(care)
        return comparison.differences
    }

    private func differences(from refusal: CaseRefusal) -> [CaseDifference] {
        if expectation.refusal == refusal { return [] }
        return [
            CaseDifference("refused", expected: expectation.refusal?.rawValue ?? "an answer", got: refusal.rawValue)
        ]
    }
}

/// The comparison of one answer with one expectation, key by key.
private struct CaseComparison {
    let expected: CaseExpectation
    let received: Instant
    private(set) var differences: [CaseDifference] = []

    /// Whether due times are told as times; else as spans after the reception. One form for the whole case, so that what
    /// is expected and what is there can be compared at a glance: times, where the case writes any.
    private let tellsTimes: Bool

    private static let nothing = "none"

    init(expected: CaseExpectation, received: Instant) {
        self.expected = expected
        self.received = received
        let dues = [CaseDue]((expected.told ?? [:]).values) + (expected.owed ?? [:]).values
        tellsTimes = dues.contains { if case .at = $0 { true } else { false } }
    }

    mutating func compare(_ ruling: Ruling) {
        same("owner", expected.owner?.rawValue, ruling.owner.rawValue)
        same("party", expected.party?.rawValue, ruling.ownerParty?.rawValue)
        same("lead", expected.lead?.rawValue, ruling.lead?.rawValue)
        same("performed_by", expected.performedBy, ruling.performedBy)
        same("confidence", expected.confidence?.rawValue, ruling.confidence.rawValue)
        piece("gap", expected.gap, ruling.gap)
        same("triage", expected.triage?.rawValue, ruling.triage?.code ?? CaseTriage.none.rawValue)
        set("candidates", expected.candidates, ruling.candidates)
        same("rule", expected.rule, ruling.rule.rawValue)
        piece("source", expected.source, ruling.source)
        let isExact = expected.agreement?.contains("@") ?? false
        same("agreement", expected.agreement, isExact ? ruling.agreementReference : ruling.agreement?.rawValue)
        piece("sentence", expected.sentence, ruling.sentence)
    }

    mutating func compare(_ care: Care) {
        set("rules", expected.rules, Set(care.rules.map(\.rawValue)))
        compareTold(care.told)
        for (name, due) in (expected.owed ?? [:]).sorted(by: { $0.key < $1.key }) { compareOwed(name, due, care.owed) }
    }

    private mutating func compareTold(_ told: [Care.Told]) {
        guard let wanted = expected.told else { return }
        let got = Dictionary(told.map { (Desk(party: $0.party, role: $0.role), $0.due) }) { first, _ in first }
        let isSame =
            wanted.count == got.count && wanted.allSatisfy { desk, due in got[desk].map { matches(due, $0) } ?? false }
        guard !isSame else { return }
        report(
            "told", list(wanted.map { "\($0.key) \(text($0.value))" }),
            list(got.map { "\($0.key) \(text($0.value))" }))
    }

    private mutating func compareOwed(_ name: String, _ due: CaseDue, _ owed: [OwedAct]) {
        let named = owed.filter { $0.name == name || $0.rule.rawValue == name }
        guard !named.contains(where: { matches(due, $0.due) }) else { return }
        let shown = named.isEmpty ? owed : named
        report("owed", "\(name) \(text(due))", list(shown.map { "\($0.name) \(text($0.due))" }))
    }

    private mutating func same(_ key: String, _ wanted: String?, _ got: String?) {
        guard let wanted, wanted != got else { return }
        report(key, wanted, got ?? Self.nothing)
    }

    private mutating func piece(_ key: String, _ wanted: String?, _ got: String?) {
        guard let wanted, !(got?.contains(wanted) ?? false) else { return }
        report(key, "… \(wanted) …", got ?? Self.nothing)
    }

    private mutating func set(_ key: String, _ wanted: Set<String>?, _ got: Set<String>) {
        guard let wanted, wanted != got else { return }
        report(key, list(wanted), list(got))
    }

    private mutating func report(_ key: String, _ wanted: String, _ got: String) {
        differences.append(CaseDifference(key, expected: wanted, got: got))
    }

    private func list(_ texts: some Sequence<String>) -> String {
        let sorted = texts.sorted()
        return sorted.isEmpty ? Self.nothing : sorted.joined(separator: ", ")
    }

    /// Whether a due time, nil while its clock waits, is the expected one to the millisecond.
    private func matches(_ wanted: CaseDue, _ due: Instant?) -> Bool {
        switch wanted {
        case .after(let elapsed): due == received + elapsed
        case .at(let instant): due == instant
        case .waiting: due == nil
        }
    }

    private func text(_ due: CaseDue) -> String {
        switch due {
        case .after(let elapsed): tellsTimes ? (received + elapsed).rfc3339 : elapsed.inCaseForm
        case .at(let instant): text(instant)
        case .waiting: text(nil)
        }
    }

    private func text(_ due: Instant?) -> String {
        guard let due else { return "waiting" }
        return tellsTimes ? due.rfc3339 : due.since(received).inCaseForm
    }
}

extension Elapsed {
    /// As files of cases write it: hours up to three days (`PT24H`, `PT72H`), as the rules do.
    fileprivate var inCaseForm: String {
        let hours = milliseconds / 3_600_000
        guard milliseconds % 3_600_000 == 0, (1...72).contains(abs(hours)) else { return iso8601 }
        return hours < 0 ? "-PT\(-hours)H" : "PT\(hours)H"
    }
}

extension Ruling {
    /// The assets that share an ambiguous name.
    fileprivate var candidates: Set<String> {
        if case .ambiguousAsset(let candidates) = triage { Set(candidates.map(\.rawValue)) } else { [] }
    }

    /// `agr-tern@2`.
    fileprivate var agreementReference: String? {
        agreement.map { agreement in revision.map { "\(agreement)@\($0)" } ?? agreement.rawValue }
    }
}
