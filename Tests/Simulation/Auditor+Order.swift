import CivilTime
import Coordination
import Responsibility

// What must come before an entry. Each function gives what is missing, in words, or nil.
extension Auditor {
    /// What is wrong with an entry about an incident as it stands.
    static func disorder(_ entry: Entry, in subject: Record.Case) -> String? {
        if subject.needsReport, !subject.hasReport {
            if case .reportAccepted = entry { return nil }
            return "the report that opened it is missing"
        }
        switch entry {
        case .obligationStarted, .clockStarted, .obligationReminded, .obligationMet, .obligationOverdue,
            .obligationWaived, .obligationHeld, .obligationResumed, .obligationCancelled:
            return disorderOfDuty(entry, in: subject)
        case .noticeQueued, .noticeReleased, .noticeBundled, .noticeTold, .noticeRedirected, .noticeUndelivered,
            .attemptStarted, .attemptFinished:
            return disorderOfLetter(entry, in: subject)
        default: return disorderOfLife(entry, in: subject)
        }
    }

    private static func disorderOfDuty(_ entry: Entry, in subject: Record.Case) -> String? {
        func duty(_ id: ObligationID, isNot wrong: (Record.Duty) -> Bool) -> String? {
            guard let duty = subject.duty(id) else { return "\(id) has not begun" }
            return wrong(duty) ? "\(id) is \(duty.state.rawValue)" : nil
        }
        switch entry {
        case .obligationStarted(let started):
            return subject.duty(started.id) == nil ? nil : "\(started.id) has begun already"
        case .clockStarted(let started):
            return duty(started.id) { duty in
                duty.state != .waiting && !(duty.state == .running && duty.due.map { started.due < $0 } ?? false)
            }
        case .obligationReminded(let reminded):
            return duty(reminded.id) {
                !$0.isOwed || reminded.number <= $0.reminders
                    || ![.running, .held, .overdue].contains($0.state)
            }
        case .obligationMet(let met): return duty(met.id) { !$0.isLive && $0.state != .overdue }
        case .obligationOverdue(let overdue): return duty(overdue.id) { $0.state != .running }
        case .obligationWaived(let decided): return duty(decided.id) { !$0.isLive && $0.state != .overdue }
        case .obligationHeld(let decided):
            return duty(decided.id) { $0.state != .running && $0.state != .waiting }
        case .obligationResumed(let decided): return duty(decided.id) { $0.state != .held }
        case .obligationCancelled(let cancelled): return duty(cancelled.id) { !$0.isLive && $0.state != .overdue }
        default: return nil
        }
    }

    private static func disorderOfLetter(_ entry: Entry, in subject: Record.Case) -> String? {
        func letter(_ id: NoticeID, is states: Notice.State...) -> String? {
            guard let letter = subject.letter(id) else { return "\(id) is not queued" }
            return states.contains(letter.state) ? nil : "\(id) is \(letter.state.rawValue)"
        }
        switch entry {
        case .noticeQueued(let queued):
            if subject.letter(queued.id) != nil { return "\(queued.id) is queued already" }
            return queued.obligations.first { subject.duty($0) == nil }.map { "it serves \($0), which has not begun" }
        case .noticeReleased(let released): return letter(released.id, is: .held)
        case .noticeBundled(let bundled): return letter(bundled.id, is: .held)
        case .noticeTold(let told): return letter(told.id, is: .bundled)
        case .noticeRedirected(let redirected): return letter(redirected.id, is: .pending)
        case .noticeUndelivered(let undelivered): return letter(undelivered.id, is: .pending, .bundled)
        case .attemptStarted(let started):
            return letter(started.notice, is: .pending) ?? disorder(started, in: subject)
        case .attemptFinished(let finished):
            let trip = subject.letter(finished.notice)?.trips.first { $0.id == finished.result.delivery }
            guard let trip else { return "\(finished.result.delivery) was never started" }
            return trip.state == .sending && trip.attempt == finished.result.attempt
                ? nil : "attempt \(finished.result.attempt) of \(trip.id) is not on its way"
        default: return nil
        }
    }

    private static func disorder(_ started: AttemptStarted, in subject: Record.Case) -> String? {
        guard let letter = subject.letter(started.notice) else { return nil }
        if !letter.channels.contains(started.channel) { return "\(started.channel) is no channel of \(letter.id)" }
        let trip = letter.trips.first { $0.id == started.delivery }
        return trip?.state == .sending ? "\(started.delivery) is on its way already" : nil
    }

    private static func disorderOfLife(_ entry: Entry, in subject: Record.Case) -> String? {
        switch entry {
        case .escalationStepped(let stepped):
            guard let chase = subject.chase(stepped.party) else { return "nobody waits for \(stepped.party)" }
            let next = chase.planned?.step
            return next == stepped.step ? nil : "step \(stepped.step), and \(next.map(String.init) ?? "none") is next"
        case .nobodyReached(let end):
            guard let planned = subject.chase(end.party)?.planned else { return "nobody waits for \(end.party)" }
            return planned.step.map { "step \($0) of \(end.party) is still to come" }
        case .escalationStarted(let started):
            return subject.chase(started.party)?.state == .running && subject.hasAnswered(started.party)
                ? "\(started.party) has answered" : nil
        case .ownershipProposed: return subject.offer == nil && subject.phase == .open ? nil : "one is made already"
        case .proposalAnswered: return subject.offer == nil ? "nothing is proposed" : nil
        case .acknowledgementExpired(let expired):
            let answer = subject.acknowledged.last { $0.party == expired.party }
            return answer?.until == nil ? "\(expired.party) has not answered for a time" : nil
        case .incidentAcknowledged, .incidentResolved, .incidentTaken, .ownershipChanged, .incidentClassified:
            return subject.phase == .open ? nil : "it is over already"
        case .incidentReopened: return subject.phase == .resolved ? nil : "it is \(subject.phase.rawValue)"
        case .reportAccepted(let accepted):
            guard let key = accepted.report.idempotencyKey else { return nil }
            return subject.keys.contains("\(accepted.reporter) \(key)") ? "\(key) was done already" : nil
        case .requestRemembered(let request):
            return subject.keys.contains("\(request.party) \(request.key)") ? "\(request.key) was done already" : nil
        default: return nil
        }
    }
}
