import CivilTime
import Coordination
import Responsibility
import StrictJSON

// What must hold of obligations, owners and what people do. Each function gives what is wrong, in words, or nil.
extension Auditor {
    /// Who decides against something says why.
    func decisionsHaveReasons(_ entering: Entering) -> String? {
        let reason: String?
        switch entering.recorded.entry {
        case .obligationWaived(let decided), .obligationHeld(let decided), .obligationResumed(let decided):
            reason = decided.reason
        case .obligationCancelled(let cancelled): reason = cancelled.reason
        case .severityLowered(let change):
            // A part follows the whole without a reason of its own.
            guard change.by != nil else { return nil }
            reason = change.reason
        default: return nil
        }
        return reason?.isEmpty ?? true
            ? "\(entering.recorded.entry.type) of \(entering.recorded.incident?.rawValue ?? "-") without a reason" : nil
    }

    /// Who owes something is told of each reminder; that each comes in time is found by what is late.
    func owedIsReminded(_ view: TurnView) -> String? {
        for (index, recorded) in view.entries.enumerated() {
            guard let id = recorded.incident else { continue }
            guard case .obligationReminded(let reminded) = recorded.entry else { continue }
            let isTold = view.entries[index...].contains { later in
                guard later.incident == id, case .noticeQueued(let queued) = later.entry else { return false }
                return queued.kind == .reminder && queued.obligations.contains(reminded.id)
                    && queued.desk.party == reminded.recipient.party
            }
            if !isTold { return "\(reminded.recipient) counts as reminded of \(reminded.id), and no notice says so" }
        }
        return nil
    }

    /// Only who may does.
    func onlyWhoMay(_ entering: Entering) -> String? {
        guard let id = entering.recorded.incident, let subject = record.cases[id] else { return nil }
        func asOwner(_ party: PartyID) -> Bool { party == World.provider || subject.isLookedAfter(by: party) }
        func of(_ obligation: ObligationID, _ party: PartyID) -> Bool {
            subject.duty(obligation)?.recipient.party == party
        }
        let (party, may): (PartyID, Bool)
        switch entering.recorded.entry {
        case .ownershipProposed(let proposed):
            (party, may) = (proposed.by.party, subject.isLookedAfter(by: proposed.by.party))
        case .proposalAnswered(let answered):
            guard let by = answered.by else { return nil }
            (party, may) = (by.party, subject.offer?.answerer == by.party)
        case .obligationMet(let met):
            guard let by = met.by, met.evidence != .classification else { return nil }
            (party, may) = (by.party, of(met.id, by.party))
        case .obligationWaived(let decided), .obligationHeld(let decided), .obligationResumed(let decided):
            (party, may) = (decided.by.party, of(decided.id, decided.by.party))
        case .incidentClassified(let entry): (party, may) = (entry.by.party, entry.by.party == World.provider)
        case .incidentReruled(let entry): (party, may) = (entry.by.party, entry.by.party == World.provider)
        case .factRecorded(let entry):
            // That the part is over as which it goes on, whoever ends that.
            if entry.what == .resolved { return nil }
            (party, may) = (entry.by.party, entry.by.party == World.provider)
        case .severityLowered(let entry):
            guard let by = entry.by else {
                return subject.isOfSeveral ? nil : "the severity of \(id) falls by itself"
            }
            (party, may) = (by.party, asOwner(by.party))
        case .incidentResolved(let entry):
            (party, may) = (entry.party, asOwner(entry.party) || subject.reporters.contains(entry.party))
        default: return nil
        }
        return may ? nil : "\(entering.recorded.entry.type) of \(id) by \(party), which may not"
    }

    /// The daemon ends where a refusal recorded something.
    func refusalRecordsNothing(_ view: TurnView) -> String? {
        for answer in view.answers where !answer.entries.isEmpty {
            guard case .failure(let refusal) = answer.result else { continue }
            return
                "\(answer.action.name) is refused (\(refusal.code.rawValue)) and leaves \(answer.entries.count) entries"
        }
        return nil
    }

    /// Who acts on an old view is told so, and nothing is done.
    func staleIsRefused(_ view: TurnView) -> String? {
        for answer in view.answers {
            guard let seen = answer.action.request?.asOf, let material = answer.materialRevision, seen < material,
                case .success(let given) = answer.result, given.body["already"] == .bool(false)
            else { continue }
            return "\(answer.action.name) was done, and what matters changed with revision \(material)"
        }
        return nil
    }

    /// The owner changes by consent, or because it was ruled on anew; and each has it until the next.
    func oneLiveOwner(_ view: TurnView) -> String? {
        for (index, recorded) in view.entries.enumerated() {
            guard case .ownershipChanged(let change) = recorded.entry, let id = recorded.incident else { continue }
            let isNamed = change.owner == .provider || change.owner == .customer
            if isNamed, change.party == nil { return "\(id) has no party as its owner" }
            let isFounded = view.entries[..<index].contains { earlier in
                guard earlier.incident == id else { return false }
                switch (earlier.entry, change.cause) {
                case (.proposalAnswered(let answered), .dispute), (.proposalAnswered(let answered), .handover):
                    return answered.accepted && answered.by?.party == change.party
                case (.incidentReruled, .reclassification): return true
                default: return false
                }
            }
            if !isFounded { return "the owner of \(id) changes by \(change.cause.rawValue), and nothing says why" }
        }
        return nil
    }

    /// Whoever was told of the problem is told of its end, and that it began again.
    func endIsTold(_ view: TurnView) -> String? {
        for (index, recorded) in view.entries.enumerated() {
            guard let id = recorded.incident, let subject = record.cases[id] else { continue }
            let isEnd: Bool
            switch recorded.entry {
            case .incidentResolved: isEnd = true
            case .incidentReopened: isEnd = false
            default: continue
            }
            let told = view.entries[index...].compactMap { later -> Desk? in
                guard later.incident == id, case .noticeQueued(let queued) = later.entry else { return nil }
                return isEnd == (queued.kind == .resolved) ? queued.desk : nil
            }
            let before = subject.alarmedBefore(view.entries[..<index], id, view.entries[index...])
            if isEnd, let missing = before.first(where: { !told.contains($0) }) {
                return "\(missing) was told of \(id), and not of its end"
            }
            if !isEnd, !before.isEmpty, told.isEmpty { return "\(id) began again, and nobody is told" }
        }
        return nil
    }
}

extension Record.Case {
    /// It is a part of a problem, or the whole of one.
    fileprivate var isOfSeveral: Bool { root != nil || !parts.isEmpty }

    /// The desks that were told of it before an entry of the present turn: without those that this turn told after it.
    fileprivate func alarmedBefore(
        _ earlier: ArraySlice<RecordedEntry>, _ id: IncidentID, _ later: ArraySlice<RecordedEntry>
    ) -> [Desk] {
        let new = Set(
            later.compactMap { recorded -> NoticeID? in
                guard recorded.incident == id, case .noticeQueued(let queued) = recorded.entry else { return nil }
                return queued.id
            })
        var desks: [Desk] = []
        for letter in notices where letter.kind.isAlarm && !new.contains(letter.id) && !desks.contains(letter.firstDesk)
        {
            desks.append(letter.firstDesk)
        }
        return desks
    }
}
