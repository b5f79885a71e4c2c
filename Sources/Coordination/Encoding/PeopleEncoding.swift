import CivilTime
import Responsibility
import StrictJSON

// What people do, on a ledger: the party stays in the envelope; names and free text are parts.

extension EntryForm {
    mutating func set(_ signature: Signature?) {
        set("party", signature?.party)
        setPart("by", signature?.name)
    }

    func signature() throws(EntryReadError) -> Signature {
        Signature(party: try identifier("party"), name: text("by"))
    }

    func optionalSignature() throws(EntryReadError) -> Signature? {
        optionalString("party") == nil ? nil : try signature()
    }
}

extension IncidentAcknowledged {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("until", until)
        form.setPart("by", by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), by: form.text("by"), note: form.optionalText("note"),
            until: try form.optionalInstant("until"))
    }
}

extension AcknowledgementExpired {
    func write(into form: inout EntryForm) { form.set("party", party) }

    init(reading form: EntryForm) throws(EntryReadError) { self.init(party: try form.identifier("party")) }
}

extension IncidentTaken {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.setPart("by", by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(party: try form.identifier("party"), by: form.text("by"), note: form.optionalText("note"))
    }
}

extension IncidentCommented {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.setPart("by", by)
        form.setPart("text", text)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(party: try form.identifier("party"), by: form.text("by"), text: form.text("text"))
    }
}

extension IncidentResolved {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("whole_as_of", wholeAsOf)
        form.setPart("by", by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), by: form.text("by"), note: form.optionalText("note"),
            wholeAsOf: form.optionalInteger("whole_as_of"))
    }
}

extension IncidentReopened {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("whole_as_of", wholeAsOf)
        form.setPart("by", by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), by: form.optionalText("by"), note: form.optionalText("note"),
            wholeAsOf: form.optionalInteger("whole_as_of"))
    }
}
