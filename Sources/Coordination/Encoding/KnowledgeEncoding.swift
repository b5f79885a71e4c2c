import CivilTime
import Responsibility
import StrictJSON

// What is known of the problem, and who owns it, on a ledger.

extension SeverityChanged {
    func write(into form: inout EntryForm) {
        form.set("from", from.rawValue)
        form.set("to", to.rawValue)
        form.set("whole_as_of", wholeAsOf)
        form.set(by)
        form.setPart("reason", reason)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            from: try form.word("from"), to: try form.word("to"), by: try form.optionalSignature(),
            reason: form.optionalText("reason"), wholeAsOf: form.optionalInteger("whole_as_of"))
    }
}

extension IncidentClassified {
    func write(into form: inout EntryForm) {
        form.set("words", strings: words)
        form.set("personal_data", personalData?.rawValue)
        form.set(by)
        form.setPart("reason", reason)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            words: form.strings("words"), personalData: try form.optionalWord("personal_data"),
            by: try form.signature(), reason: form.optionalText("reason"))
    }
}

extension IncidentReruled {
    func write(into form: inout EntryForm) {
        ruling.write(into: &form)
        form.set(by)
        form.setPart("component", component)
        form.setPart("reason", reason)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            ruling: try Ruling(reading: form), component: form.optionalText("component"), by: try form.signature(),
            reason: form.optionalText("reason"))
    }
}

extension IncidentLinked {
    func write(into form: inout EntryForm) {
        form.set("root", root)
        form.set("part", part)
        form.set("part_ledger", partLedger)
        form.set("goes_on", goesOn)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            root: form.optionalIdentifier("root"), part: form.optionalIdentifier("part"),
            partLedger: form.optionalIdentifier("part_ledger"), goesOn: form.flag("goes_on"))
    }
}

extension FactRecorded {
    func write(into form: inout EntryForm) {
        form.set("what", what.text)
        form.set("happened_at", happenedAt)
        form.set(by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            what: try form.start("what"), happenedAt: try form.instant("happened_at"), by: try form.signature(),
            note: form.optionalText("note"))
    }
}

extension OwnershipChanged {
    func write(into form: inout EntryForm) {
        form.set("owner", owner.rawValue)
        form.set("owner_party", party)
        form.set("lead", lead)
        form.set("cause", cause.rawValue)
        form.setPart("sentence", sentence)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            owner: try form.word("owner"), party: form.optionalIdentifier("owner_party"),
            lead: form.optionalIdentifier("lead"), cause: try form.word("cause"), sentence: form.text("sentence"))
    }
}

extension OwnershipProposed {
    func write(into form: inout EntryForm) {
        form.set("kind", kind.rawValue)
        form.set("answerer", answerer)
        form.set("answer_by", answerBy)
        form.set(by)
        form.setPart("reason", reason)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            kind: try form.word("kind"), by: try form.signature(), answerer: try form.identifier("answerer"),
            reason: form.text("reason"), answerBy: try form.instant("answer_by"))
    }
}

extension ProposalAnswered {
    func write(into form: inout EntryForm) {
        form.set("kind", kind.rawValue)
        form.set("accepted", accepted)
        form.set(by)
        form.setPart("reason", reason)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            kind: try form.word("kind"), accepted: form.flag("accepted"), by: try form.optionalSignature(),
            reason: form.optionalText("reason"))
    }
}

extension AuditFailed {
    func write(into form: inout EntryForm) {
        form.set("about", incident)
        form.set("on", ledger)
        form.set("finding", finding)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            incident: try form.identifier("about"), ledger: try form.identifier("on"),
            finding: try form.string("finding"))
    }
}
