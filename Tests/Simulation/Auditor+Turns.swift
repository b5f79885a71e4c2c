import CivilTime
import Coordination
import Responsibility

// What must hold after each turn. Each function gives what is wrong, in words, or nil.
extension Auditor {
    func nothingLate(_ view: TurnView) -> String? {
        guard let due = earliestDue, due.at <= view.now else { return nil }
        return "it is \(view.now), and \(due.incident) had something due at \(due.at)"
    }

    func deadlineCoversAll(_ view: TurnView) -> String? {
        guard let due = earliestDue else { return nil }
        guard let deadline = view.state.nextDeadline else {
            return "the loop sleeps for ever, and \(due.incident) has something due at \(due.at)"
        }
        return deadline > due.at
            ? "the loop sleeps until \(deadline), and \(due.incident) has something due at \(due.at)" : nil
    }

    func overdueIsTold(_ view: TurnView) -> String? {
        for (index, recorded) in view.entries.enumerated() {
            guard case .obligationOverdue(let overdue) = recorded.entry else { continue }
            let isTold = view.entries[index...].contains {
                guard $0.incident == recorded.incident, case .noticeQueued(let queued) = $0.entry else { return false }
                return queued.kind == .overdue
            }
            if !isTold {
                return "nobody was told that \(overdue.id) of \(recorded.incident?.rawValue ?? "-") is overdue"
            }
        }
        return nil
    }

    func nobodyReachedIsTold(_ view: TurnView) -> String? {
        for (index, recorded) in view.entries.enumerated() {
            guard case .nobodyReached(let end) = recorded.entry else { continue }
            let told = view.entries[index...].compactMap { later -> Desk? in
                guard later.incident == recorded.incident, case .noticeQueued(let queued) = later.entry,
                    queued.kind == .nobodyReached
                else { return nil }
                return queued.desk
            }
            let missing = end.told.first { !told.contains($0) }
            if let missing { return "\(missing) counts as told about \(end.party), and no notice says so" }
            if end.told.isEmpty { return "nobody was told that nobody at \(end.party) could be reached" }
        }
        return nil
    }

    func noOrphan(_ view: TurnView) -> String? {
        for id in view.touched {
            guard let subject = record.cases[id], subject.phase == .open, subject.wasChased else { continue }
            let isTended =
                subject.due != nil || subject.isOnTheWay || !subject.acknowledged.isEmpty || subject.isForsaken
            if !isTended { return "\(id) is open, nothing is due, and nobody answered" }
        }
        return nil
    }

    func foldAgrees(_ view: TurnView) -> String? {
        for id in view.touched {
            guard let subject = record.cases[id] else { continue }
            guard let incident = view.state.incidents[id] else {
                if subject.phase == .closed { continue }
                return "\(id) is forgotten, and is \(subject.phase.rawValue) on record"
            }
            if let what = subject.difference(from: incident) { return "\(id): \(what)" }
        }
        return nil
    }
}

extension Record.Case {
    /// Where the core's view of the incident differs from what its entries say.
    fileprivate func difference(from incident: Incident) -> String? {
        if incident.phase != phase { return "phase \(incident.phase.rawValue), on record \(phase.rawValue)" }
        if incident.acknowledgements.map(\.party) != acknowledged { return "acknowledgements differ" }
        if incident.obligations.map(\.state) != obligations.map(\.state) { return "obligations differ" }
        if incident.notices.map(\.state) != notices.map(\.state) { return "notices differ" }
        if incident.notices.map({ $0.deliveries.map(\.state) }) != notices.map({ $0.trips.map(\.state) }) {
            return "deliveries differ"
        }
        if incident.escalations.map(\.state) != escalations.map(\.state) { return "escalations differ" }
        return incident.escalations.map(\.nextDue) == escalations.map(\.due) ? nil : "dues of escalations differ"
    }
}
