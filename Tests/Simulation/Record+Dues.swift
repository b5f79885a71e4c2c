import CivilTime
import Coordination
import Responsibility

// What the record says about what is to come.
extension Record.Case {
    /// The earliest instant at which something must happen.
    var due: Instant? {
        let duties = obligations.lazy.compactMap { [$0.state == .running ? $0.due : nil, $0.nextReminder] }.joined()
        let chases = phase == .open ? escalations.compactMap(\.due).min() : nil
        let answers = phase == .open ? nextExpiry : nil
        let letters = notices.lazy.compactMap(\.nextAttempt).min()
        return [duties.compactMap { $0 }.min(), chases, answers, letters, offer?.answerBy]
            .compactMap { $0 }.min()
    }

    /// Of each party the last answer counts.
    private var nextExpiry: Instant? {
        var until: [PartyID: Instant?] = [:]
        for answer in acknowledged { until[answer.party] = .some(answer.until) }
        return until.values.compactMap { $0 }.min()
    }

    /// An attempt has left, or will: its outcome is what is waited for.
    var isOnTheWay: Bool { notices.contains { $0.isSending } }

    /// Something of it is not at its end.
    var isUnsettled: Bool { notices.contains { !$0.isOver } }

    func letter(_ id: NoticeID) -> Record.Letter? { notices.last { $0.id == id } }
    func chase(_ party: PartyID) -> Record.Chase? { escalations.first { $0.party == party } }
    func duty(_ id: ObligationID) -> Record.Duty? { obligations.last { $0.id == id } }
    func hasAnswered(_ party: PartyID) -> Bool { acknowledged.contains { $0.party == party } }
}

extension Record.Letter {
    /// When the next attempt is due.
    var nextAttempt: Instant? {
        guard state == .pending else { return nil }
        return trips.compactMap { if case .waiting(let until) = $0.state { until } else { nil } }.min()
    }
}

extension Record.Duty {
    /// It was put off, and kept in view for a week after its time; without a time of its own, that of the end counts. Of what somebody
    /// was to be told and did not want to hear, the reason on record is the end.
    func isGivenUp(at instant: Instant) -> Bool {
        guard state == .held else { return false }
        return !isOwed || due.map { instant >= $0 + .hours(7 * 24) } ?? true
    }

    /// When whoever owes it is reminded next: at half and four fifths of its time, then on each of seven days after it.
    var nextReminder: Instant? {
        guard isOwed, let startedAt, let due else { return nil }
        let time = due.since(startedAt).milliseconds
        switch (state, reminders) {
        case (.running, 0): return startedAt + Elapsed(milliseconds: time / 100 * 50)
        case (.running, 1): return startedAt + Elapsed(milliseconds: time / 100 * 80)
        // Put off: it is asked for once more, a day before it is out of view.
        case (.held, ..<3): return due + .hours(24 * 6)
        case (.overdue, ..<9): return due + .hours(24 * Int64(max(0, reminders - 2) + 1))
        default: return nil
        }
    }
}
