import CivilTime
import Coordination
import Responsibility
import StrictJSON

// What must hold of what leaves the process, after a crash and at the end. Each function gives what is wrong, in words, or nil.
extension Auditor {
    func intentBeforeSend(_ outgoing: Outgoing, _ store: Store) -> String? {
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
        return Words.foreign(in: Array(outgoing.body.utf8), besides: party)
            .map { "\($0) is named in a notice to \(outgoing.channel)" }
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
        guard case .report(let report) = answered.action, let key = report.idempotencyKey,
            case .success(let answer) = answered.result,
            let first = firstAnswers[IdempotencyKey(party: answered.actor.party, key: key)]
        else { return nil }
        let (report_, incident) = (answer.body["report"]?.string, answer.body["incident"]?.string)
        return first.report == report_ && first.incident == incident
            ? nil
            : "\(key) of \(answered.actor.party) was answered with \(first.report ?? "-") of \(first.incident ?? "-"), "
                + "then with \(report_ ?? "-") of \(incident ?? "-")"
    }

    func foreignIsUnknown(_ answered: Answered, _ store: Store) -> String? {
        guard answered.isForeign, let id = answered.action.incident else { return nil }
        if case .failure(let refusal) = answered.result {
            if refusal == .unknownIncident(id) { return nil }
            // A report is refused for what else it names before its incident is looked at.
            if case .report = answered.action, refusal.code == .notYours { return nil }
        }
        return "\(answered.actor.party) got another answer about \(id) than about an unknown incident"
    }

    func noAnswerNamesAnother(_ answered: Answered, _ store: Store) -> String? {
        guard answered.actor.side == .customer else { return nil }
        let text =
            switch answered.result {
            case .success(let answer): JSON.object(answer.body).bytes
            case .failure(let refusal): Array(refusal.detail.utf8)
            }
        return Words.foreign(in: text, besides: answered.actor.party)
            .map { "\($0) is named in an answer to \(answered.actor.party)" }
    }

    func attemptWithoutEnd() -> String? {
        for id in record.live {
            for letter in record.cases[id]?.notices ?? [] {
                guard let trip = letter.trips.first(where: { $0.state == .sending }) else { continue }
                return "attempt \(trip.attempt) of \(trip.id) in \(id) has no outcome"
            }
        }
        return nil
    }

    func noticeWithoutEnd() -> String? {
        for id in record.live {
            guard let letter = record.cases[id]?.notices.first(where: { $0.state == .pending }) else { continue }
            return "\(letter.id) in \(id) waits, and nothing is due"
        }
        return nil
    }

    func somethingStillDue(_ state: State?) -> String? {
        guard let state else { return "the daemon does not start any more" }
        if let due = earliestDue { return "\(due.incident) has something due at \(due.at) and it does not end" }
        return state.nextDeadline.map { "the loop still waits for \($0)" }
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

/// Looks for the words by which customers are known.
enum Words {
    /// The word of a customer other than the given one, or nil.
    static func foreign(in bytes: [UInt8], besides own: PartyID) -> String? {
        guard bytes.count >= 5 else { return nil }
        var index = 0
        while index <= bytes.count - 5 {
            defer { index += 1 }
            guard bytes[index + 2] == UInt8(ascii: "u"), bytes[index] == UInt8(ascii: "o"),
                bytes[index + 1] == UInt8(ascii: "l"), bytes[index + 4] == UInt8(ascii: "a")
            else { continue }
            let word = String(decoding: bytes[index..<index + 5], as: UTF8.self)
            if World.words.contains(word), word != own.rawValue { return word }
        }
        return nil
    }
}
