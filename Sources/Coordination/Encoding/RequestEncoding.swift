import OnCall
import Responsibility

// A request under a key, on a ledger: the key is what the client made up, so it is a part.
extension RequestRemembered {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("content", Int64(bitPattern: content))
        form.setPart("idempotency_key", key)
        outcome?.write(into: &form)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), key: form.text("idempotency_key"),
            content: UInt64(bitPattern: Int64(try form.integer("content"))), outcome: try LoneOutcome(reading: form))
    }
}

extension LoneOutcome {
    func write(into form: inout EntryForm) {
        switch self {
        case .silence(let id):
            form.set("outcome", "silence")
            form.set("silence", id)
        case .override(let id):
            form.set("outcome", "override")
            form.set("override", id.text)
        case .tested(let id):
            form.set("outcome", "tested")
            form.set("report", id)
        case .nothingToResolve: form.set("outcome", "nothing_to_resolve")
        }
    }

    /// Nil where the request is about an incident.
    init?(reading form: EntryForm) throws(EntryReadError) {
        switch form.optionalString("outcome") {
        case nil: return nil
        case "silence"?: self = .silence(try form.identifier("silence"))
        case "override"?: self = .override(OverrideID(try form.string("override")))
        case "tested"?: self = .tested(try form.identifier("report"))
        case "nothing_to_resolve"?: self = .nothingToResolve
        case let word?: throw form.failure("outcome", "unknown word \"\(word)\"")
        }
    }
}
