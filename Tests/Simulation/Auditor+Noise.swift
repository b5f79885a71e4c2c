import CivilTime
import Coordination
import Responsibility

// What must hold of notices that are held back, of digests and of heartbeats. Each function gives what is wrong, in words, or nil.
extension Auditor {
    /// A party holds what is addressed to itself and calls it to look, and nothing else.
    func silenceIsItsOwn(_ entering: Entering) -> String? {
        guard case .noticeQueued(let queued) = entering.recorded.entry, let hold = queued.hold, hold.isOwn,
            let id = entering.recorded.incident, let subject = record.cases[id]
        else { return nil }
        let what = "\(queued.id) (\(queued.kind.rawValue)) of \(id) for \(queued.desk)"
        if !queued.kind.callsToLook, queued.kind != .resolved { return "\(what) is held by \(hold.text)" }
        if queued.kind == .resolved, subject.wasReached(queued.desk) {
            return "\(what), which was told of the problem, is held by \(hold.text)"
        }
        let at = entering.recorded.at
        switch hold.reason {
        case .silence(let silence):
            guard let standing = record.silences[silence] else { return "\(what) is held by \(silence), which is not" }
            return standing.party == queued.desk.party && standing.starts <= at && at < standing.ends
                ? nil : "\(what) is held by \(silence) of \(standing.party)"
        case .window(let window):
            return window == MaintenanceWindowID("window-\(queued.desk.party)")
                ? nil : "\(what) is held by \(window)"
        case .inhibited(nil):
            // What stands on the provider's own ledger is not named on another.
            return queued.desk.party == World.provider && subject.ledger != .house
                ? nil : "\(what) is held by what stands elsewhere"
        case .inhibited(let other?):
            guard let cause = record.cases[other] else { return "\(what) is held by \(other), which is not" }
            let isKnown = cause.alarmed.contains { $0.party == queued.desk.party }
            let isNear = cause.ledger == subject.ledger
            return cause.phase == .open && isKnown && isNear ? nil : "\(what) is held by \(other) of \(cause.ledger)"
        case .flapping, .storm: return nil
        }
    }

    /// What is bundled, or put off because it flaps, goes out before anything that it serves is due.
    func digestsAreInTime(_ entering: Entering) -> String? {
        guard let id = entering.recorded.incident, let subject = record.cases[id] else { return nil }
        switch entering.recorded.entry {
        case .noticeQueued(let queued):
            guard let hold = queued.hold, !hold.isOwn, let until = hold.until else { return nil }
            let due = queued.obligations.compactMap { subject.duty($0) }.filter { $0.state == .running }
                .compactMap(\.due).min()
            guard let due, due > entering.recorded.at, until >= due else { return nil }
            return "\(queued.id) of \(id) is held until \(until): \(hold.text); what it serves is due at \(due)"
        case .obligationOverdue(let overdue):
            let letters = subject.notices.filter { $0.obligations.contains(overdue.id) && $0.kind != .overdue }
            guard let letter = letters.last, letter.state == .held, let hold = letter.hold, !hold.isOwn else {
                return nil
            }
            return "\(overdue.id) of \(id) is overdue, and \(letter.id) is held: \(hold.text)"
        default: return nil
        }
    }

    /// One notice tells several only on a ledger that may name them all, and only what is for the same desk.
    func digestsCoverTheirOwn(_ view: TurnView) -> String? {
        for recorded in view.entries {
            guard case .noticeQueued(let queued) = recorded.entry, let id = recorded.incident else { continue }
            for reference in queued.covers {
                guard let subject = record.cases[reference.incident], let letter = subject.letter(reference.notice)
                else {
                    return "\(queued.id) of \(id) covers \(reference.notice), which is not"
                }
                if letter.desk.party != queued.desk.party {
                    return "\(queued.id) for \(queued.desk) covers \(letter.id) for \(letter.desk)"
                }
                if queued.desk.party != World.provider, subject.ledger != recorded.ledger {
                    return "\(queued.id) on \(recorded.ledger) covers \(letter.id) on \(subject.ledger)"
                }
                if letter.state == .held { return "\(queued.id) of \(id) covers \(letter.id), which is still held" }
            }
        }
        return nil
    }

    /// A notice that is held and has no reason to be any more.
    mutating func heldTooLong(_ view: TurnView) -> String? {
        var seen: [NoticeID: Instant] = [:]
        defer { unheldSince = seen }
        for id in unsettled.sorted() {
            guard let subject = record.cases[id] else { continue }
            for letter in subject.notices where letter.state == .held {
                guard let hold = letter.hold else { return "\(letter.id) of \(id) is held without a reason" }
                if hold.until.map({ view.now < $0 }) ?? false { continue }
                if isHeldStill(letter, hold, of: id, subject, view) { continue }
                let since = unheldSince[letter.id] ?? view.now
                seen[letter.id] = since
                if view.now - .minutes(1) > since + view.state.limits.heldAgainAfter {
                    return "\(letter.id) (\(letter.kind.rawValue)) of \(id) for \(letter.desk) is held since "
                        + "\(letter.queuedAt) (\(hold.text)); without a reason since \(since)"
                }
            }
        }
        return nil
    }

    private func isHeldStill(
        _ letter: Record.Letter, _ hold: Hold, of id: IncidentID, _ subject: Record.Case, _ view: TurnView
    ) -> Bool {
        switch hold.reason {
        case .storm: return false
        case .flapping:
            guard let quiet = view.state.arrangements.noise.flap?.quiet, let last = subject.turns.last else {
                return false
            }
            return view.now < last + quiet
        case .silence, .window, .inhibited: return hasOwnReason(letter.desk.party, id, view)
        }
    }

    private func hasOwnReason(_ party: PartyID, _ id: IncidentID, _ view: TurnView) -> Bool {
        guard let incident = view.state.incidents[id] else { return false }
        let noise = view.state.arrangements.noise
        let control = NoiseControl(silences: Array(record.silences.values), windows: noise.windows)
        if !control.holders(party: party, fields: incident.matchable, at: view.now).isEmpty { return true }
        if noise.inhibitions.isEmpty { return false }
        let target = MatchSubject(incident: id, fields: incident.matchable)
        return view.state.incidents.values.contains { other in
            guard other.phase == .open, other.ledger == incident.ledger || other.ledger == .house,
                other.desksTold.contains(where: { $0.party == party })
            else { return false }
            let source = MatchSubject(incident: other.id, fields: other.matchable)
            return noise.inhibitions.contains { $0.mutes(source: source, target: target) }
        }
    }

    /// A heartbeat that stopped, and of which nobody is told.
    mutating func unheardTooLong(_ view: TurnView) -> String? {
        var seen: [HeartbeatID: Instant] = [:]
        defer { unheardSince = seen }
        for heartbeat in view.state.arrangements.watches.heartbeats {
            guard let due = beatsDue[heartbeat.id], due <= view.now else { continue }
            let key = "heartbeat \(heartbeat.id)"
            let open = record.live.first { id in
                record.cases[id].map { $0.phase == .open && $0.key.hasSuffix(key) } ?? false
            }
            if let open {
                if record.cases[open]?.notices.isEmpty ?? true { return "\(key) stopped, and nobody is told" }
                continue
            }
            // Where there is no room for an incident, it is tried again each minute.
            if isFull(view.state) { continue }
            // A person may have resolved it in vain; it is looked at again in time.
            let since = unheardSince[heartbeat.id] ?? view.now
            seen[heartbeat.id] = since
            if view.now - .minutes(2) > since + max(heartbeat.every, .hours(1)) {
                return "\(key) should have come at \(due), and there is no incident since \(since)"
            }
        }
        return nil
    }

    private func isFull(_ state: State) -> Bool {
        state.incidents.count * 10 >= state.limits.incidentsMax * 8
            || Dictionary(grouping: state.incidents.values, by: \.ledger).values
                .contains { $0.count >= state.limits.incidentsPerAgreementMax }
    }
}

extension Record.Case {
    /// Whether something about the problem really arrived at a desk.
    fileprivate func wasReached(_ desk: Desk) -> Bool {
        notices.contains { $0.desk == desk && $0.kind.isAlarm && $0.state == .delivered }
    }
}
