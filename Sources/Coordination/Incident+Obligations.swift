import CivilTime
import Responsibility

// What entries say about obligations.
extension Incident {
    mutating func applyObligation(_ entry: Entry, at instant: Instant) {
        switch entry {
        case .obligationStarted(let started): apply(started, at: instant)
        case .clockStarted(let started):
            withObligation(started.id) {
                $0.start = started.start
                $0.startedAt = started.startedAt
                $0.due = started.due
                if $0.state == .waiting { $0.state = .running }
                $0.reminders = max($0.reminders, $0.remindersPassed(at: instant))
            }
        case .obligationReminded(let reminded): withObligation(reminded.id) { $0.reminders = reminded.number }
        case .obligationMet(let met):
            withObligation(met.id) {
                $0.proofs.append(
                    .init(kind: met.evidence, delivery: met.delivery, note: met.note, at: met.doneAt ?? instant))
                $0.state = .met
                $0.reason = nil
                $0.metAt = met.doneAt ?? instant
                $0.isLate = met.late
            }
        case .obligationOverdue(let overdue):
            withObligation(overdue.id) {
                $0.state = .overdue
                $0.reminders = max($0.reminders, $0.remindersPassed(at: instant))
            }
        case .obligationWaived(let decided): decide(decided, .waived)
        case .obligationHeld(let decided): decide(decided, .held)
        case .obligationResumed(let decided):
            withObligation(decided.id) {
                $0.state = $0.due == nil ? .waiting : .running
                $0.reason = nil
                $0.reminders = max($0.reminders, $0.remindersPassed(at: instant))
            }
        case .obligationCancelled(let cancelled):
            withObligation(cancelled.id) {
                $0.state = .cancelled
                $0.reason = cancelled.reason
            }
            supersedeNoticesWithoutPurpose()
        default: break
        }
    }

    private mutating func apply(_ started: ObligationStarted, at instant: Instant) {
        obligationsMade += 1
        // Of what is told again and again, the last is enough to know; all are on the ledger.
        if started.act == Self.updateAct {
            obligations.removeAll {
                $0.act == Self.updateAct && $0.rule == started.rule && $0.recipient == started.recipient
                    && $0.state == .met
            }
        }
        var obligation = Obligation(
            id: started.id, rule: started.rule, act: started.act, recipient: started.recipient, owed: started.owed,
            terms: started.terms, createdAt: instant, start: started.start,
            startedAt: started.startedAt, due: started.due,
            state: started.due == nil ? .waiting : .running)
        // A clock that began long ago: what its party would have been reminded of, it is told now.
        obligation.reminders = obligation.remindersPassed(at: instant)
        obligations.append(obligation)
    }

    /// The act of an obligation to tell a desk again how it stands.
    static let updateAct = "update"

    /// Whoever must be told does not want to hear of it now.
    mutating func holdObligations(of queued: NoticeQueued, _ hold: Hold) {
        for id in queued.obligations {
            withObligation(id) {
                guard $0.state == .running else { return }
                $0.state = .held
                $0.reason = "at its own wish: \(hold.text)"
            }
        }
    }

    /// It is told now: where there is time left, the clock counts again.
    mutating func takeUpObligations(of id: NoticeID, at instant: Instant) {
        for obligation in notices.last(where: { $0.id == id })?.obligations ?? [] {
            withObligation(obligation) {
                guard $0.state == .held, $0.owed == nil, let due = $0.due, due > instant else { return }
                $0.state = .running
                $0.reason = nil
            }
        }
    }

    private mutating func decide(_ decided: ObligationDecided, _ state: Obligation.State) {
        withObligation(decided.id) {
            $0.state = state
            $0.reason = decided.reason
        }
    }

    private mutating func withObligation(_ id: ObligationID, _ change: (inout Obligation) -> Void) {
        guard let index = obligations.lastIndex(where: { $0.id == id }) else { return }
        change(&obligations[index])
    }

    /// A notice that waits for another attempt, and whose obligations were all cancelled, is for nobody any more.
    private mutating func supersedeNoticesWithoutPurpose() {
        let cancelled = Set(obligations.filter { $0.state == .cancelled }.map(\.id))
        for notice in notices
        where notice.isToCome && !notice.obligations.isEmpty
            && notice.obligations.allSatisfy(cancelled.contains)
        {
            supersede(notice.id)
        }
    }
}
