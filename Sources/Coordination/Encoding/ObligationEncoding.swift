import CivilTime
import Responsibility
import StrictJSON

extension EntryForm {
    func start(_ name: String) throws(EntryReadError) -> JointCareRule.Start {
        let text = try string(name)
        guard let start = JointCareRule.Start(text: text) else { throw failure(name, "unknown start \"\(text)\"") }
        return start
    }
}

extension ActTerms {
    fileprivate func write(into form: inout EntryForm) {
        form.set(
            "clocks",
            json: .array(
                clocks.map { ["start": .string($0.start.text), "within": .string($0.within.text)] }))
        form.set("evidence", strings: evidence.map(\.rawValue))
        if onMiss != .escalate { form.set("on_miss", onMiss.text) }
        form.set("update_every", updateEvery?.iso8601)
    }

    fileprivate init(reading form: EntryForm) throws(EntryReadError) {
        var clocks: [Clock] = []
        for element in form.fields["clocks"]?.array ?? [] {
            guard let start = element["start"]?.string.flatMap({ JointCareRule.Start(text: $0) }),
                let within = element["within"]?.string.flatMap({ Span(text: $0) })
            else { throw form.failure("clocks", "a start or a span cannot be read") }
            clocks.append(Clock(start: start, within: within))
        }
        var evidence: [JointCareRule.Evidence] = []
        for word in form.strings("evidence") {
            guard let kind = JointCareRule.Evidence(rawValue: word) else {
                throw form.failure("evidence", "unknown word \"\(word)\"")
            }
            evidence.append(kind)
        }
        let onMissText = form.optionalString("on_miss") ?? "escalate"
        guard let onMiss = JointCareRule.OnMiss(text: onMissText) else {
            throw form.failure("on_miss", "unknown words \"\(onMissText)\"")
        }
        let updateEvery = form.optionalString("update_every").map { Elapsed(iso8601: $0) }
        if let updateEvery, updateEvery.map({ $0 <= .zero }) ?? true {
            throw form.failure("update_every", "not a duration")
        }
        self.init(clocks: clocks, evidence: evidence, onMiss: onMiss, updateEvery: updateEvery ?? nil)
    }
}

extension JointCareRule.OnMiss {
    /// As the configuration writes it: `escalate`, `record`, `tell provider mgr`.
    var text: String {
        switch self {
        case .escalate: "escalate"
        case .record: "record"
        case .tell(let side, let role): "tell \(side.rawValue) \(role.rawValue)"
        }
    }

    init?(text: String) {
        let words = text.split(separator: " ").map(String.init)
        switch words.first {
        case "escalate" where words.count == 1: self = .escalate
        case "record" where words.count == 1: self = .record
        case "tell" where words.count == 3:
            guard let side = Side(rawValue: words[1]), let role = ContactRole(rawValue: words[2]) else { return nil }
            self = .tell(side, role)
        default: return nil
        }
    }
}

extension ObligationStarted {
    func write(into form: inout EntryForm) {
        form.set("obligation", id)
        form.set("rule", rule)
        form.set("act", act)
        form.set("recipient", recipient)
        form.set("owed", owed)
        form.set("start", start.text)
        form.set("started_at", startedAt)
        form.set("due", due)
        terms.write(into: &form)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("obligation"), rule: try form.identifier("rule"), act: form.optionalString("act"),
            recipient: try form.desk("recipient"), owed: form.optionalString("owed"),
            terms: try ActTerms(reading: form), start: try form.start("start"),
            startedAt: try form.optionalInstant("started_at"),
            due: try form.optionalInstant("due"))
    }
}

extension ClockStarted {
    func write(into form: inout EntryForm) {
        form.set("obligation", id)
        form.set("start", start.text)
        form.set("started_at", startedAt)
        form.set("due", due)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("obligation"), start: try form.start("start"),
            startedAt: try form.instant("started_at"), due: try form.instant("due"))
    }
}

extension ObligationReminded {
    func write(into form: inout EntryForm) {
        form.set("obligation", id)
        form.set("number", number)
        form.set("recipient", recipient)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("obligation"), number: try form.integer("number"),
            recipient: try form.desk("recipient"))
    }
}

extension ObligationMet {
    func write(into form: inout EntryForm) {
        form.set("obligation", id)
        form.set("evidence", evidence.rawValue)
        form.set("delivery", delivery)
        form.set("late", late)
        form.set("done_at", doneAt)
        form.set(by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("obligation"), evidence: try form.word("evidence"),
            delivery: form.optionalIdentifier("delivery"), late: form.flag("late"),
            doneAt: try form.optionalInstant("done_at"), by: try form.optionalSignature(),
            note: form.optionalText("note"))
    }
}

extension ObligationOverdue {
    func write(into form: inout EntryForm) {
        form.set("obligation", id)
        form.set("rule", rule)
        form.set("recipient", recipient)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            id: try form.identifier("obligation"), rule: try form.identifier("rule"),
            recipient: try form.desk("recipient"))
    }
}

extension ObligationDecided {
    func write(into form: inout EntryForm) {
        form.set("obligation", id)
        form.set(by)
        form.setPart("reason", reason)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(id: try form.identifier("obligation"), by: try form.signature(), reason: form.text("reason"))
    }
}

extension ObligationCancelled {
    func write(into form: inout EntryForm) {
        form.set("obligation", id)
        form.set("reason", reason)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(id: try form.identifier("obligation"), reason: try form.string("reason"))
    }
}
