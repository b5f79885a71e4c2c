import CivilTime
import Coordination
import Responsibility

/// Reads a file of cases. Every problem is filed, so that a whole table can be put right at once.
struct CaseReader {
    static let keys = ["received", "cases"]
    static let caseKeys = ["id", "title", "as", "received", "observed", "ask", "expect"]
    static let askKeys = [
        "asset", "service", "category", "layer", "duty", "component", "cause", "severity", "personal_data",
        "significant",
        "classification", "status", "window_start",
    ]
    static let expectKeys = [
        "owner", "party", "lead", "performed_by", "confidence", "gap", "triage", "candidates", "rule", "source",
        "agreement", "sentence", "rules", "told", "owed", "refused",
    ]

    /// The longest name of an asset, and of a component or cause, as reports have them.
    private static let assetMax = 255
    private static let wordMax = 64

    /// What a question can be about: a problem, or its end. A test report tells nobody, so there is nothing to expect.
    enum Status: String, CaseIterable {
        case firing, resolved
    }

    /// Nil where the whole could not be read; a case with a problem is left out.
    func cases(_ root: Value) -> [ExplanationCase]? {
        guard let fields = Fields(root, "a file of cases", keys: Self.keys) else { return nil }
        let received = fields.optional("received").flatMap { $0.instant() }
        var seen: [String: ConfigurationPlace] = [:]
        return fields.required("cases")?.list(min: 1) { readCase($0, received: received, seen: &seen) }
    }

    private func readCase(
        _ value: Value, received defaultReceived: Instant?, seen: inout [String: ConfigurationPlace]
    ) -> ExplanationCase? {
        guard let fields = Fields(value, "a case", keys: Self.caseKeys) else { return nil }
        let id = identity(fields, &seen)
        let title = fields.optional("title").flatMap { $0.text() }
        let asker = fields.required("as", hint: "write who asks: a party's id")?.identifier(PartyID.self)
        let received = received(fields, defaultReceived)
        let observed = observed(fields, received: received)
        let expectation = fields.required("expect").flatMap { self.expectation($0) }
        guard var ask = fields.required("ask").flatMap({ self.ask($0) }), let id, let asker, let received,
            let expectation
        else { return nil }
        ask.at = received
        ask.observedAt = observed
        return ExplanationCase(
            id: id, title: title, place: fields.place, asker: asker, received: received, ask: ask,
            expectation: expectation)
    }

    private func identity(_ fields: Fields, _ seen: inout [String: ConfigurationPlace]) -> String? {
        guard let value = fields.required("id"), let id = value.identifier() else { return nil }
        if let first = seen[id] {
            value.problem("the case \(code(id)) stands here twice", hint: "the first is at \(first); rename one")
            return nil
        }
        seen[id] = value.place
        return id
    }

    private func received(_ fields: Fields, _ defaultReceived: Instant?) -> Instant? {
        if let own = fields.optional("received") { return own.instant() }
        if defaultReceived == nil {
            fields.problem(
                "a case has no \(code("received"))",
                hint: "write when the report comes in, here or once for the file: received: 2026-03-10T02:00:00Z")
        }
        return defaultReceived
    }

    private func observed(_ fields: Fields, received: Instant?) -> Instant? {
        guard let value = fields.optional("observed"), let observed = value.instant() else { return nil }
        if let received, observed > received {
            value.problem(
                "it is observed after it is received, at \(received.rfc3339)",
                hint: "write a time that is not later, or remove the line")
        }
        return observed
    }

    private func ask(_ value: Value) -> Explanation? {
        guard let fields = Fields(value, "what is asked", keys: Self.askKeys) else { return nil }
        var ask = Explanation()
        ask.asset = fields.optional("asset").flatMap { $0.text(max: Self.assetMax) }
        ask.service = fields.optional("service").flatMap { $0.identifier(ServiceID.self) }
        ask.category = fields.optional("category").flatMap { $0.word(Category.self) }
        ask.layer = fields.optional("layer").flatMap { $0.word(Layer.self) }
        ask.duty = fields.optional("duty").flatMap { $0.identifier(DutyID.self) }
        ask.component = fields.optional("component").flatMap { $0.text(max: Self.wordMax) }
        ask.cause = fields.optional("cause").flatMap { $0.text(max: Self.wordMax) }
        ask.severity = fields.optional("severity").flatMap { $0.word(Severity.self) } ?? .medium
        ask.personalData = fields.optional("personal_data").flatMap { $0.word(PersonalData.self) } ?? .none
        ask.significant = fields.optional("significant").flatMap { $0.boolean() } ?? false
        ask.classification = fields.optional("classification").flatMap { $0.identifier() }
        ask.status = fields.optional("status").flatMap { $0.word(Status.self) } == .resolved ? .resolved : .firing
        ask.windowStart = fields.optional("window_start").flatMap { $0.instant() }
        return ask
    }

    private func expectation(_ value: Value) -> CaseExpectation? {
        guard let fields = Fields(value, "what is expected", keys: Self.expectKeys) else { return nil }
        if fields.isEmpty {
            fields.problem("a case expects nothing", hint: "write at least one key, for example owner: customer")
        }
        var expected = CaseExpectation()
        expected.owner = fields.optional("owner").flatMap { $0.word(Owner.self) }
        expected.party = fields.optional("party").flatMap { $0.identifier(PartyID.self) }
        expected.lead = fields.optional("lead").flatMap { $0.identifier(PartyID.self) }
        expected.performedBy = fields.optional("performed_by").flatMap { $0.identifier() }
        expected.confidence = fields.optional("confidence").flatMap { $0.word(Confidence.self) }
        expected.gap = fields.optional("gap").flatMap { $0.text() }
        expected.triage = fields.optional("triage").flatMap { $0.word(CaseTriage.self) }
        expected.candidates = fields.optional("candidates").flatMap { $0.list { $0.identifier() } }.map { Set($0) }
        expected.rule = fields.optional("rule").flatMap { $0.text() }
        expected.source = fields.optional("source").flatMap { $0.text() }
        expected.agreement = fields.optional("agreement").flatMap { $0.text() }
        expected.sentence = fields.optional("sentence").flatMap { $0.text() }
        expected.rules = fields.optional("rules").flatMap { $0.list { $0.text() } }.map { Set($0) }
        expected.told = fields.optional("told").flatMap { told($0) }
        expected.owed = fields.optional("owed").flatMap { owed($0) }
        expected.refusal = fields.optional("refused").flatMap { $0.word(CaseRefusal.self) }
        return expected
    }

    private func told(_ value: Value) -> [Desk: CaseDue]? {
        guard let entries = value.entries() else { return nil }
        var told: [Desk: CaseDue] = [:]
        for entry in entries {
            let due = entry.value.caseDue()
            guard let text = entry.key.scalar() else { continue }
            guard let desk = Desk(text), Value.isIdentifier(desk.party.rawValue) else {
                entry.key.problem(
                    "\(code(text)) is no desk",
                    hint: "write party.role, the role being one of: "
                        + ContactRole.allCases.map(\.rawValue).joined(separator: ", "))
                continue
            }
            told[desk] = due
        }
        return told
    }

    private func owed(_ value: Value) -> [String: CaseDue]? {
        guard let entries = value.entries() else { return nil }
        var owed: [String: CaseDue] = [:]
        for entry in entries {
            let due = entry.value.caseDue()
            guard let name = entry.key.text() else { continue }
            owed[name] = due
        }
        return owed
    }
}

extension Value {
    /// `PT1H` after the report came in, an absolute time, or `waiting`.
    fileprivate func caseDue() -> CaseDue? {
        guard let text = scalar() else { return nil }
        if text == "waiting" { return .waiting }
        if let instant = Instant(rfc3339: text) { return .at(instant) }
        if case .elapsed(let elapsed) = Span(text: text) { return .after(elapsed) }
        problem(
            "\(code(text)) is no due time",
            hint: "write the time after the reception as in PT1H, a time as in 2026-03-10T02:15:00Z, or waiting")
        return nil
    }
}
