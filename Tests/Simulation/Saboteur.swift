import CivilTime
import Coordination
import OnCall
import Responsibility
import StrictJSON

/// Makes the one mistake that a run is told to make; in a run without a fault it does nothing. It stands at the few places where the loop
/// hands something over.
struct Saboteur {
    let fault: Fault?
    private let world: World
    private var entropy: Entropy
    /// What the mistake was made about so far.
    private var unseen: Set<String> = []
    private var system = SystemRandomNumberGenerator()

    init(_ fault: Fault?, seed: UInt64, world: World) {
        self.fault = fault
        self.world = world
        entropy = Entropy(seed: seed, .saboteur)
    }

    var forgetsResume: Bool { fault == .forgetResume }
    var skipsTick: Bool { fault == .skipTick }
    var sendsEarly: Bool { fault == .sendEarly }
    var answersEarly: Bool { fault == .replyEarly }

    /// Whether a start does not look at something that is not over.
    func forgets(_ matter: Matter) -> Bool {
        switch (fault, matter) {
        case (.forgetSilences, .silence), (.forgetOverrides, .override), (.forgetRequests, .request): true
        default: false
        }
    }

    func tickTime(_ now: Instant, deadline: Instant?) -> Instant {
        guard fault == .fireEarly, let deadline, deadline.since(now) < .minutes(10) else { return now }
        return max(now, deadline)
    }

    /// A request as the core gets to see it.
    func request(_ action: Action, _ actor: Actor, _ state: State) -> (Action, Actor) {
        switch (fault, action) {
        case (.forgetKeys, .report(var report)):
            report.idempotencyKey = nil
            return (.report(report), actor)
        case (.ignoreView, .act(let id, let request)):
            return (.act(id, ActionRequest(request.action, idempotencyKey: request.idempotencyKey)), actor)
        case (.forgetKeys, .act(let id, let request)):
            return (.act(id, ActionRequest(request.action, asOf: request.asOf)), actor)
        case (.letForeignersIn, .act(let id, _)):
            guard let customer = state.incidents[id]?.customer else { return (action, actor) }
            return (action, Actor(party: customer, side: .customer, role: .responder, name: actor.name))
        default: return (action, actor)
        }
    }

    /// What reaches the auditor, the disk and the world of a batch.
    mutating func spoil(_ batch: inout Batch) {
        guard let fault else { return }
        switch fault {
        case .newDeliveryID, .skipNumber: spoilAttempts(&batch)
        case .reorder: reorder(&batch.entries)
        default: batch.entries = batch.entries.flatMap { spoiled($0) }
        }
        if !batch.sends.isEmpty { batch.sends = batch.sends.map { spoiled($0) } }
        if fault == .refuseWhatIsDone { batch.answers = batch.answers.map { refused($0) } }
        if fault == .leakAnswer { batch.answers = batch.answers.map { spoiled($0) } }
    }

    /// What a replay makes of an entry on the disk; nil where it does not see it.
    func replayed(_ recorded: RecordedEntry) -> RecordedEntry? {
        switch (fault, recorded.entry) {
        case (.loseTimer, .obligationStarted(let started)):
            guard let due = started.due else { return recorded }
            let later = (due + .hours(240)).rfc3339
            return rewritten(recorded) { fields, _ in fields.set("due", .string(later)) } ?? recorded
        case (.forgetExpiry, .incidentAcknowledged):
            return rewritten(recorded) { fields, _ in fields = JSONObject(fields.members.filter { $0.name != "until" })
            } ?? recorded
        case (.forgetProposals, .ownershipProposed), (.forgetEscalation, .escalationStarted),
            (.loseTenure, .ownershipChanged):
            return nil
        default: return recorded
        }
    }

    /// The bytes as they come to lie on the disk.
    func written(_ recorded: RecordedEntry) -> [UInt8] {
        let bytes = Store.bytes(of: recorded)
        switch (fault, recorded.entry) {
        case (.loseRetryTime, .attemptFinished(let finished)):
            guard let retryAt = finished.retryAt else { return bytes }
            return Self.replacing(",\"retry_at\":\"\(retryAt.rfc3339)\"", by: "", in: bytes)
        case (.unknownWord, .noticeQueued): return Self.replacing("\"urgency\":\"", by: "\"urgency\":\"un", in: bytes)
        default: return bytes
        }
    }
}

extension Saboteur {
    private mutating func spoiled(_ recorded: RecordedEntry) -> [RecordedEntry] {
        switch (fault, recorded.entry) {
        case (.loseComment, .incidentCommented), (.loseSilence, .silenceCreated),
            (.swallowReminder, .obligationReminded), (.swallowTold, .noticeTold), (.swallowBundled, .noticeBundled),
            (.swallowCancelled, .obligationCancelled):
            return []
        case (.swallowReminderNotice, .noticeQueued(let queued)): return queued.kind == .reminder ? [] : [recorded]
        case (.swallowEnd, .noticeQueued(let queued)): return queued.kind == .resolved ? [] : [recorded]
        case (.holdForEver, _): return isOfHeldForEver(recorded) ? [] : [recorded]
        case (.missNoHeartbeat, _): return isOfHeartbeat(recorded) ? [] : [recorded]
        case (.silenceEverything, .noticeQueued(let queued)): return [silenced(recorded, queued)]
        case (.bundleForHours, .noticeQueued(let queued)): return [bundledForHours(recorded, queued)]
        case (.waiveForAnother, .obligationWaived(let decided)):
            let other = decided.by.party == World.provider ? world.customers[0].id : World.provider
            return [rewritten(recorded) { fields, _ in fields.set("party", .string(other.rawValue)) } ?? recorded]
        case (.swallowReason, .obligationWaived), (.swallowReason, .obligationHeld):
            return [rewritten(recorded) { _, parts in parts["reason"] = "" } ?? recorded]
        case (.takeByAcknowledging, .incidentAcknowledged(let entry)): return [recorded, ownerChanged(recorded, entry)]
        case (.leakIncident, .incidentOpened): return [leakingIncident(recorded)]
        case (.loseReport, .reportAccepted): return entropy.chance(10) ? [] : [recorded]
        case (.loseOutcome, .attemptFinished), (.swallowOverdue, .obligationOverdue),
            (.swallowClosing, .incidentClosed), (.swallowUndelivered, .noticeUndelivered):
            return []
        case (.swallowOverdueNotice, .noticeQueued(let queued)): return queued.kind == .overdue ? [] : [recorded]
        case (.swallowNobodyReached, .noticeQueued(let queued)):
            return queued.kind == .nobodyReached ? [] : [recorded]
        case (.hurry, .attemptFinished(let finished)):
            guard finished.retryAt != nil else { return [recorded] }
            let soon = (recorded.at + .seconds(1)).rfc3339
            return [rewritten(recorded) { fields, _ in fields.set("retry_at", .string(soon)) } ?? recorded]
        case (.wrongParty, .noticeQueued(let queued)): return [misaddressed(recorded, queued)]
        case (.leakEntry, .reportAccepted): return [leaking(recorded)]
        case (.openTwice, .incidentOpened): return [recorded, recorded]
        case (.oneKeyForAll, .incidentOpened):
            return [rewritten(recorded) { _, parts in parts["dedup_key"] = "the only one" } ?? recorded]
        case (.acknowledgeForAll, .incidentAcknowledged): return acknowledgedByAll(recorded)
        case (.meetUnproved, .obligationStarted(let started)):
            return [recorded, met(started, recorded)].compactMap { $0 }
        case (.closeEarly, .obligationStarted):
            return [
                recorded,
                RecordedEntry(
                    ledger: recorded.ledger, incident: recorded.incident, at: recorded.at,
                    entry: .incidentClosed(IncidentClosed())),
            ]
        case (.dateBack, _):
            let at = entropy.chance(5) ? recorded.at - .hours(1) : recorded.at
            return [RecordedEntry(ledger: recorded.ledger, matter: recorded.matter, at: at, entry: recorded.entry)]
        case (.realRandomness, .incidentAcknowledged):
            let by = "uid \(system.next())"
            return [rewritten(recorded) { _, parts in parts["by"] = .string(by) } ?? recorded]
        default: return [recorded]
        }
    }

    /// Whether it is about a notice whose time to go out came, and was not seen.
    private mutating func isOfHeldForEver(_ recorded: RecordedEntry) -> Bool {
        switch recorded.entry {
        case .noticeReleased(let released):
            unseen.insert(released.id.rawValue)
            return true
        case .attemptStarted(let started): return unseen.contains(started.notice.rawValue)
        case .attemptFinished(let finished): return unseen.contains(finished.notice.rawValue)
        case .noticeUndelivered(let undelivered): return unseen.contains(undelivered.id.rawValue)
        default: return false
        }
    }

    /// Whether it is about a heartbeat that stopped.
    private mutating func isOfHeartbeat(_ recorded: RecordedEntry) -> Bool {
        guard let id = recorded.incident?.rawValue else { return false }
        if case .incidentOpened(let opened) = recorded.entry, opened.dedupKey.hasSuffix("beat-\(opened.reporter)") {
            unseen.insert(id)
        }
        return unseen.contains(id)
    }

    private func silenced(_ recorded: RecordedEntry, _ queued: NoticeQueued) -> RecordedEntry {
        guard queued.kind == .overdue else { return recorded }
        return rewritten(recorded) { fields, _ in fields.set("held", ["silence": "sil_of_mine"]) } ?? recorded
    }

    private func bundledForHours(_ recorded: RecordedEntry, _ queued: NoticeQueued) -> RecordedEntry {
        guard let hold = queued.hold, hold.reason == .storm else { return recorded }
        let later = JSON.string((recorded.at + .hours(48)).rfc3339)
        return rewritten(recorded) { fields, _ in fields.set("held", ["storm": true, "until": later]) } ?? recorded
    }

    private func ownerChanged(_ recorded: RecordedEntry, _ entry: IncidentAcknowledged) -> RecordedEntry {
        let side = entry.party == World.provider ? "provider" : "customer"
        let form = EntryForm(
            type: "ownership.changed",
            fields: JSONObject([
                .init("owner", .string(side)), .init("owner_party", .string(entry.party.rawValue)),
                .init("party", .string(entry.party.rawValue)), .init("cause", "handover"),
            ]), parts: ["sentence": "it is mine now"])
        guard let changed = try? Entry(reading: form) else { return recorded }
        return RecordedEntry(ledger: recorded.ledger, matter: recorded.matter, at: recorded.at, entry: changed)
    }

    /// An entry that names the last incident that was opened on another ledger.
    private mutating func leakingIncident(_ recorded: RecordedEntry) -> RecordedEntry {
        defer { if let id = recorded.incident { unseen = [id.rawValue] } }
        guard let other = unseen.first else { return recorded }
        return rewritten(recorded) { _, parts in parts["summary"] = .string("like \(other)") } ?? recorded
    }

    private mutating func spoilAttempts(_ batch: inout Batch) {
        var changed: [DeliveryID: Outgoing] = [:]
        batch.entries = batch.entries.map { recorded in
            guard case .attemptStarted(let started) = recorded.entry, started.attempt > 1 else { return recorded }
            var outgoing = Outgoing(
                delivery: started.delivery, attempt: started.attempt, channel: started.channel, body: "")
            if fault == .skipNumber {
                outgoing.attempt += 1
            } else {
                outgoing.delivery = entropy.identifier("dlv", at: recorded.at)
            }
            changed[started.delivery] = outgoing
            return rewritten(recorded) { fields, _ in
                fields.set("delivery", .string(outgoing.delivery.rawValue))
                fields.set("attempt", .integer(Int64(outgoing.attempt)))
            } ?? recorded
        }
        batch.sends = batch.sends.map { send in
            guard let change = changed[send.delivery] else { return send }
            return Outgoing(
                delivery: change.delivery, attempt: change.attempt, channel: send.channel, body: send.body)
        }
    }

    private mutating func reorder(_ entries: inout [RecordedEntry]) {
        for index in entries.indices.dropFirst()
        where entries[index].incident == entries[index - 1].incident && entropy.chance(5) {
            entries.swapAt(index, index - 1)
        }
    }

    private mutating func spoiled(_ send: Outgoing) -> Outgoing {
        var send = send
        switch fault {
        case .newBody: if send.attempt > 1 { send.body += " " }
        case .wrongDoor: send.channel = entropy.pick(world.owners.keys.sorted())
        case .leakNotice: send.body += another(than: world.owners[send.channel])
        default: break
        }
        return send
    }

    private mutating func spoiled(_ answer: Batch.Answer) -> Batch.Answer {
        guard case .success(let given) = answer.result else { return answer }
        var body = given.body
        body.set("hint", .string(entropy.pick(world.customers).word))
        return Batch.Answer(
            request: answer.request, action: answer.action, actor: answer.actor,
            result: .success(PeerAnswer(given.outcome, body)),
            entries: answer.entries, materialRevision: answer.materialRevision)
    }

    private func refused(_ answer: Batch.Answer) -> Batch.Answer {
        Batch.Answer(
            request: answer.request, action: answer.action, actor: answer.actor,
            result: .failure(Refusal(.unavailable, "not now")), entries: answer.entries,
            materialRevision: answer.materialRevision)
    }

    private mutating func misaddressed(_ recorded: RecordedEntry, _ queued: NoticeQueued) -> RecordedEntry {
        let desk = "\(another(than: world.customer(ofLedger: recorded.ledger))).\(queued.desk.role.rawValue)"
        return rewritten(recorded) { fields, _ in fields.set("to", .string(desk)) } ?? recorded
    }

    private mutating func leaking(_ recorded: RecordedEntry) -> RecordedEntry {
        let word = another(than: world.customer(ofLedger: recorded.ledger))
        return rewritten(recorded) { _, parts in parts["summary"] = .string("as at \(word)") } ?? recorded
    }

    /// The word of a customer that is not this one.
    private mutating func another(than party: PartyID?) -> String {
        entropy.pick(world.customers.filter { $0.id != party }).word
    }

    private func acknowledgedByAll(_ recorded: RecordedEntry) -> [RecordedEntry] {
        let parties = [World.provider, world.customer(ofLedger: recorded.ledger)].compactMap { $0 }
        return parties.compactMap { party in
            rewritten(recorded) { fields, _ in fields.set("party", .string(party.rawValue)) }
        }
    }

    /// An entry that says that what has just begun is met.
    private func met(_ started: ObligationStarted, _ recorded: RecordedEntry) -> RecordedEntry? {
        let form = EntryForm(
            type: "obligation.met",
            fields: JSONObject([
                .init("obligation", .string(started.id.rawValue)), .init("evidence", "acknowledgement"),
            ]), parts: [:])
        return (try? Entry(reading: form)).map {
            RecordedEntry(ledger: recorded.ledger, incident: recorded.incident, at: recorded.at, entry: $0)
        }
    }

    /// The entry with its written form changed; nil when nobody could read that.
    private func rewritten(
        _ recorded: RecordedEntry, _ change: (inout JSONObject, inout [String: JSON]) -> Void
    ) -> RecordedEntry? {
        let form = recorded.entry.form
        var fields = form.fields
        var parts = Dictionary(form.parts.map { ($0.name, $0.value) }) { first, _ in first }
        change(&fields, &parts)
        guard let entry = try? Entry(reading: EntryForm(type: form.type, fields: fields, parts: parts)) else {
            return nil
        }
        return RecordedEntry(ledger: recorded.ledger, matter: recorded.matter, at: recorded.at, entry: entry)
    }

    private static func replacing(_ text: String, by other: String, in bytes: [UInt8]) -> [UInt8] {
        let (text, other) = (Array(text.utf8), Array(other.utf8))
        guard bytes.count >= text.count else { return bytes }
        for index in 0...bytes.count - text.count where bytes[index] == text[0] {
            if bytes[index..<index + text.count].elementsEqual(text) {
                return Array(bytes[..<index]) + other + Array(bytes[(index + text.count)...])
            }
        }
        return bytes
    }
}
