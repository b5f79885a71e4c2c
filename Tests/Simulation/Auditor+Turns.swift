import CivilTime
import Coordination
import Responsibility

// What must hold after each turn. Each function gives what is wrong, in words, or nil.
extension Auditor {
    func nothingLate(_ view: TurnView) -> String? {
        guard let due = earliestDue, due.at <= view.now else { return nil }
        return "it is \(view.now), and \(due.what) had something due at \(due.at)"
    }

    func deadlineCoversAll(_ view: TurnView) -> String? {
        guard let due = earliestDue else { return nil }
        guard let deadline = view.state.nextDeadline else {
            return "the loop sleeps for ever, and \(due.what) has something due at \(due.at)"
        }
        return deadline > due.at
            ? "the loop sleeps until \(deadline), and \(due.what) has something due at \(due.at)" : nil
    }

    func overdueIsTold(_ view: TurnView) -> String? {
        for (index, recorded) in view.entries.enumerated() {
            guard case .obligationOverdue(let overdue) = recorded.entry, let id = recorded.incident,
                let duty = record.cases[id]?.duty(overdue.id)
            else { continue }
            // The rule asks for no more than a record of it.
            if !duty.isOwed, duty.terms.onMiss == .record { continue }
            let isTold = view.entries[index...].contains {
                guard $0.incident == id, case .noticeQueued(let queued) = $0.entry else { return false }
                return queued.kind == .overdue && queued.obligations.contains(overdue.id)
            }
            if !isTold { return "nobody was told that \(overdue.id) of \(id) is overdue" }
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
                subject.due != nil || subject.isUnsettled || !subject.acknowledged.isEmpty || subject.isForsaken
                || subject.escalations.allSatisfy { $0.state == .released }
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
    /// Where the core's view of the incident differs from what its entries say. The core lets go of what is over.
    fileprivate func difference(from incident: Incident) -> String? {
        if let what = plainDifference(from: incident) { return what }
        for obligation in incident.obligations {
            guard let duty = duty(obligation.id) else { return "\(obligation.id) is not on record" }
            if let what = duty.difference(from: obligation) { return what }
        }
        for duty in obligations where duty.isLive || duty.state == .overdue {
            guard incident.obligations.contains(where: { $0.id == duty.id }) else {
                return "\(duty.id) is forgotten, and \(duty.state.rawValue) on record"
            }
        }
        for notice in incident.notices {
            guard let letter = letter(notice.id) else { return "\(notice.id) is not on record" }
            if let what = letter.difference(from: notice) { return what }
        }
        for letter in notices where !letter.isOver {
            guard incident.notices.contains(where: { $0.id == letter.id }) else {
                return "\(letter.id) is forgotten, and \(letter.state.rawValue) on record"
            }
        }
        return nil
    }

    /// The same where nothing was let go of.
    func wholeDifference(from incident: Incident) -> String? {
        if let what = plainDifference(from: incident) { return what }
        if let what = difference(from: incident) { return what }
        let updates = { (rule: String?) in rule == "update" }
        if incident.obligations.filter({ !updates($0.act) }).count != obligations.filter({ !updates($0.act) }).count {
            return "\(incident.obligations.count) obligations, on record \(obligations.count)"
        }
        let tenures = incident.tenures.map {
            Record.Tenure(owner: $0.owner, party: $0.party, lead: $0.lead, since: $0.since)
        }
        if tenures != self.tenures { return "its owners differ" }
        for tenure in incident.tenures where incident.tenure(at: tenure.since)?.since != tenure.since {
            return "nobody, or somebody else, owned it at \(tenure.since)"
        }
        return incident.tenure(at: openedAt - .milliseconds(1)) == nil ? nil : "somebody owned it before it was opened"
    }

    private func plainDifference(from incident: Incident) -> String? {
        if incident.phase != phase { return "phase \(incident.phase.rawValue), on record \(phase.rawValue)" }
        if incident.acknowledgements.map(\.party) != acknowledged.map(\.party) { return "acknowledgements differ" }
        if incident.severity != severity { return "severity differs" }
        if incident.revision != revision { return "revision \(incident.revision), on record \(revision)" }
        if incident.materialRevision != materialRevision {
            return "last material revision \(incident.materialRevision), on record \(materialRevision)"
        }
        if incident.ruling.ownerParty != tenures.last?.party || incident.ruling.owner != tenures.last?.owner {
            return "owner \(incident.ruling.owner.rawValue), on record \(tenures.last?.owner.rawValue ?? "-")"
        }
        if incident.proposal?.answerBy != offer?.answerBy { return "proposals differ" }
        if incident.escalations.map(\.state) != escalations.map(\.state) { return "escalations differ" }
        return incident.escalations.map(\.nextDue) == escalations.map(\.due) ? nil : "dues of escalations differ"
    }
}

extension Record.Duty {
    fileprivate func difference(from obligation: Obligation) -> String? {
        if obligation.state != state {
            return "\(id) is \(obligation.state.rawValue), on record \(state.rawValue)"
        }
        return obligation.due == due && obligation.reminders == reminders ? nil : "the clock of \(id) differs"
    }
}

extension Record.Letter {
    fileprivate func difference(from notice: Notice) -> String? {
        if notice.state != state { return "\(id) is \(notice.state.rawValue), on record \(state.rawValue)" }
        if notice.deliveries.map(\.state) != trips.map(\.state) { return "deliveries of \(id) differ" }
        return notice.desk == desk && notice.channels == channels ? nil : "\(id) goes elsewhere on record"
    }
}
