import CivilTime
import Coordination
import Responsibility
import StrictJSON

// What must hold of what leaves the process, after a crash and at the end. Each function gives what is wrong, in words, or nil.
extension Auditor {
    func intentBeforeSend(_ outgoing: Outgoing, _ store: Store) -> String? {
        // A sign of life says nothing that could be lost.
        if outgoing.channel == World.deadMan { return nil }
        guard let intent = store.intents[outgoing.delivery], intent.attempt >= outgoing.attempt else {
            return "attempt \(outgoing.attempt) of \(outgoing.delivery) is sent, and the disk does not know of it"
        }
        return nil
    }

    func sameBody(_ outgoing: Outgoing, _ store: Store) -> String? {
        if let first = sentBodies[outgoing.delivery], first != outgoing.body {
            return "attempt \(outgoing.attempt) of \(outgoing.delivery) has another body than the first"
        }
        guard let intent = store.intents[outgoing.delivery] else { return nil }
        return store.bodies[intent.notice] == outgoing.body
            ? nil : "\(outgoing.delivery) has another body than \(intent.notice) on record"
    }

    func rightDoor(_ outgoing: Outgoing, _ store: Store) -> String? {
        guard let intent = store.intents[outgoing.delivery], let id = intent.incident,
            let letter = record.cases[id]?.letter(intent.notice)
        else { return nil }
        if intent.channel != outgoing.channel { return "\(outgoing.delivery) goes to \(outgoing.channel)" }
        return world.owners[outgoing.channel] == letter.desk.party
            ? nil : "\(letter.id) for \(letter.desk) goes to \(outgoing.channel)"
    }

    func noNoticeNamesAnother(_ outgoing: Outgoing, _ store: Store) -> String? {
        guard let party = world.owners[outgoing.channel], party != World.provider else { return nil }
        let bytes = Array(outgoing.body.utf8)
        if let word = Words.foreign(in: bytes, besides: party) {
            return "\(word) is named in a notice to \(outgoing.channel)"
        }
        guard let ledger = world.customer(party)?.ledger else { return nil }
        return foreignIncident(in: bytes, on: ledger).map { "\($0) is named in a notice to \(outgoing.channel)" }
    }

    /// An incident that has no business on a ledger: of another, and no whole of which there is a part here.
    ///
    /// - Parameter root: The whole of which an entry opens a part.
    func foreignIncident(in bytes: [UInt8], on ledger: LedgerID, partOf root: IncidentID? = nil) -> IncidentID? {
        Words.incidents(in: bytes).first { id in
            guard let subject = record.cases[id], id != root else { return false }
            return subject.ledger != ledger && !subject.parts.contains { record.cases[$0]?.ledger == ledger }
        }
    }

    func doneIsDurable(_ answered: Answered, _ store: Store) -> String? {
        if let deed = answered.deed, !store.deeds.contains(deed) {
            return "\(deed.what) is promised to \(deed.party) and not on record"
        }
        guard let thing = answered.thing, !store.made.contains(thing) else { return nil }
        return "\(thing) is promised to \(answered.actor.party) and not on record"
    }

    /// The first thing that was promised and is not there.
    func lostDeed(_ store: Store) -> String? {
        if let thing = promisedThings.subtracting(store.made).min() { return "\(thing) was promised and is lost" }
        return promisedDeeds.subtracting(store.deeds).map { "\($0.what) of \($0.incident) was promised and is lost" }
            .min()
    }

    func acceptedIsDurable(_ answered: Answered, _ store: Store) -> String? {
        guard case .success(let answer) = answered.result, let id = answer.body["report"]?.string,
            !store.reports.contains(ReportID(id))
        else { return nil }
        return "\(id) is acknowledged to \(answered.actor.party) and not on record"
    }

    /// The first report that was acknowledged and is not there.
    func lostReport(_ store: Store) -> String? {
        acknowledged.subtracting(store.reports).min().map { "\($0) was acknowledged and is lost" }
    }

    func idempotentRequests(_ answered: Answered, _ store: Store) -> String? {
        guard let key = answered.action.key, case .success(let answer) = answered.result,
            let first = firstAnswers[IdempotencyKey(party: answered.actor.party, key: key)]
        else { return nil }
        let (report, incident) = (answer.body["report"]?.string, answer.body["incident"]?.string)
        if first.report == report, first.incident == incident, first.thing == answered.thing { return nil }
        // What is closed is forgotten in time, and so is what no incident remembers.
        guard let id = first.incident else {
            let isRemembered = record.requests.values.contains { $0.party == answered.actor.party && $0.key == key }
            return isRemembered ? "\(key) of \(answered.actor.party) was answered otherwise before" : nil
        }
        guard record.cases[IncidentID(id)]?.phase != .closed else { return nil }
        return "\(key) of \(answered.actor.party) was answered with \(first.report ?? "-") of \(id), then with "
            + "\(report ?? "-") of \(incident ?? "-")"
    }

    func foreignIsUnknown(_ answered: Answered, _ store: Store) -> String? {
        guard answered.isForeign, let code = answered.action.codeForForeigners else { return nil }
        if case .failure(let refusal) = answered.result {
            if refusal.code == code, answered.action.incident.map({ refusal == .unknownIncident($0) }) ?? true {
                return nil
            }
            // A report is refused for what else it names before its incident is looked at.
            if case .report = answered.action, refusal.code == .notYours { return nil }
        }
        return "\(answered.actor.party) got another answer to \(answered.action.name) than for what there is not"
    }

    func noAnswerNamesAnother(_ answered: Answered, _ store: Store) -> String? {
        guard answered.actor.side == .customer else { return nil }
        let text: [UInt8]
        switch answered.result {
        case .success(let answer): text = JSON.object(answer.body).bytes
        case .failure(let refusal):
            // A refusal may say again what was asked for.
            if answered.isForeign, let code = answered.action.codeForForeigners, refusal.code == code { return nil }
            text = Array(refusal.detail.utf8)
        }
        return Words.foreign(in: text, besides: answered.actor.party)
            .map { "\($0) is named in an answer to \(answered.actor.party)" }
    }

    /// - Parameter now: Where something still happens: what began a minute ago should have ended.
    func attemptWithoutEnd(at now: Instant?) -> String? {
        for id in record.live {
            for letter in record.cases[id]?.notices ?? [] {
                guard let trip = letter.trips.first(where: { $0.state == .sending }) else { continue }
                // Repeats come days later; a first attempt tells.
                if let now, letter.queuedAt > now - .hours(90) { continue }
                return "attempt \(trip.attempt) of \(trip.id) in \(id) has no outcome"
            }
        }
        return nil
    }

    func noticeWithoutEnd() -> String? {
        for (id, subject) in record.cases.sorted(by: { $0.key < $1.key }) {
            guard let letter = subject.notices.first(where: { !$0.isOver }) else { continue }
            return "\(letter.id) (\(letter.kind.rawValue)) in \(id) is \(letter.state.rawValue), and nothing is due"
        }
        return nil
    }

    func obligationWithoutEnd() -> String? {
        for (id, subject) in record.cases.sorted(by: { $0.key < $1.key }) {
            guard let duty = subject.obligations.first(where: { $0.state == .running || $0.state == .waiting }) else {
                continue
            }
            return "\(duty.id) (\(duty.rule)) in \(id) is \(duty.state.rawValue), and nothing is due"
        }
        return nil
    }

    func somethingStillDue(_ state: State?) -> String? {
        guard let state else { return "the daemon does not start any more" }
        if let due = earliestDue { return "\(due.what) has something due at \(due.at) and it does not end" }
        return state.nextDeadline.map { "the loop still waits for \($0)" }
    }

    /// An incident whose whole history says other than the auditor's own reading of it.
    func differingHistory(_ store: Store, _ saboteur: Saboteur) -> String? {
        for id in store.incidents {
            guard let subject = record.cases[id],
                let whole = Incident(folding: store.history(of: id).compactMap(saboteur.replayed))
            else {
                return "\(id) cannot be folded"
            }
            if let what = subject.wholeDifference(from: whole) { return "\(id): \(what)" }
        }
        return nil
    }

    func unreadableEntry(_ store: Store) -> String? {
        for stored in store.entries {
            do {
                let bytes = Store.bytes(of: try Store.read(stored.bytes))
                if bytes != stored.bytes {
                    return
                        "\(String(decoding: stored.bytes, as: UTF8.self)) is read as \(String(decoding: bytes, as: UTF8.self))"
                }
            } catch {
                return "\(String(decoding: stored.bytes, as: UTF8.self)): \(error)"
            }
        }
        return nil
    }
}

/// Looks for the words by which customers and incidents are known.
enum Words {
    /// The incidents that are named.
    static func incidents(in bytes: [UInt8]) -> [IncidentID] {
        let length = "inc_".utf8.count + 16
        var found: [IncidentID] = []
        var index = 3
        while index < bytes.count {
            defer { index += 1 }
            guard bytes[index] == UInt8(ascii: "_"), bytes[index - 1] == UInt8(ascii: "c"),
                bytes[index - 2] == UInt8(ascii: "n"), bytes[index - 3] == UInt8(ascii: "i"),
                index - 3 + length <= bytes.count
            else { continue }
            found.append(IncidentID(String(decoding: bytes[index - 3..<index - 3 + length], as: UTF8.self)))
        }
        return found
    }

    /// The word of a customer other than the given one, with what stands around it; or nil.
    static func foreign(in bytes: [UInt8], besides own: PartyID) -> String? {
        guard bytes.count >= 5 else { return nil }
        var index = 0
        while index <= bytes.count - 5 {
            defer { index += 1 }
            guard bytes[index + 2] == UInt8(ascii: "u"), bytes[index] == UInt8(ascii: "o"),
                bytes[index + 1] == UInt8(ascii: "l"), bytes[index + 4] == UInt8(ascii: "a")
            else { continue }
            let word = String(decoding: bytes[index..<index + 5], as: UTF8.self)
            if World.words.contains(word), word != own.rawValue {
                let around = bytes[max(0, index - 60)..<min(bytes.count, index + 40)]
                return "\(word) (\(String(decoding: around, as: UTF8.self)))"
            }
        }
        return nil
    }
}
