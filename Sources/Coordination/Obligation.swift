package import CivilTime
package import Responsibility

/// A joint-care rule at work in one incident: a desk must have been told, or a party must have done something itself, by an
/// instant.
package struct Obligation: Hashable, Sendable {
    /// Waiting: the start of its clock has not happened; it has no due time. Goes to running or cancelled.
    /// Running: the clock runs. Goes to met, overdue, held, waived or cancelled.
    /// Held: the clock runs, and what is asked for is put off for a reason that is on record. Goes to running, met, waived or
    /// cancelled.
    /// Met: it was done, and the evidence is on record. No exits.
    /// Overdue: the instant passed first. Goes to met or waived when it is done, or decided, after all; it stays late.
    /// Waived: somebody who may decided not to do it, with a reason. No exits.
    /// Cancelled: what it rested on is gone, with a reason. No exits.
    package enum State: String, CaseIterable, Sendable {
        case waiting, running, held, met, overdue, waived, cancelled

        /// Something is still to come of it.
        package var isLive: Bool { self == .waiting || self == .running || self == .held }
    }

    /// What proves that it was done.
    package struct Proof: Hashable, Sendable {
        package let kind: JointCareRule.Evidence
        /// The delivery, for what was delivered.
        package let delivery: DeliveryID?
        /// What a person wrote down.
        package let note: String?
        package let at: Instant
    }

    package let id: ObligationID
    package let rule: RuleID
    /// The act within the rule; nil for a rule's only one.
    package let act: String?
    /// The desk that is told; for an owed act the desk whose business it is.
    package let recipient: Desk
    /// What the party does itself, going on from its name; nil where a desk is told.
    package let owed: String?
    package let terms: ActTerms
    package let createdAt: Instant
    /// What the clock counts from; while waiting, what is waited for.
    package internal(set) var start: JointCareRule.Start
    /// When that happened; nil while waiting.
    package internal(set) var startedAt: Instant?
    /// Nil while waiting: a clock that does not run must not show a time.
    package internal(set) var due: Instant?
    package internal(set) var state: State
    package internal(set) var metAt: Instant?
    /// It was met after it was due.
    package internal(set) var isLate = false
    package internal(set) var proofs: [Proof] = []
    /// Why it is held, waived or cancelled.
    package internal(set) var reason: String?
    /// How many reminders were given.
    package internal(set) var reminders = 0

    /// `JC-07/final`, or `JC-06` for a rule's only act.
    package var name: String { rule.rawValue + (act.map { "/\($0)" } ?? "") }

    /// Its clock may still move: it waits, or another clock could bring the due time forward.
    var hasOpenClock: Bool { state == .waiting || state == .running && terms.clocks.count > 1 }

    /// Whether the delivery of its notice is enough. Where only an answer proves it, the notice alone does not.
    var isMetByDelivery: Bool { terms.evidence.isEmpty || terms.evidence.contains(.delivered) }
}

extension Obligation {
    /// When its party is reminded of what it owes: at half and at four fifths of the time it has, and, once it is overdue, every
    /// day for a week.
    var nextReminder: Instant? {
        switch state {
        case .running where reminders < Self.remindersBeforeDue.count: reminder(reminders + 1)
        case .overdue where reminders < Self.remindersBeforeDue.count + Self.remindersAfterDueMax:
            reminder(max(reminders, Self.remindersBeforeDue.count) + 1)
        // Put off and past its time: it is asked for once more before it is out of view.
        case .held where reminders <= Self.remindersBeforeDue.count: owed == nil ? nil : due.map { $0 + .hours(24 * 6) }
        default: nil
        }
    }

    /// The number of the reminder that is due at an instant; nil when none is. Those whose time passed while it was put off are
    /// not given one after the other.
    func reminderDue(at instant: Instant) -> Int? {
        guard let next = nextReminder, next <= instant else { return nil }
        if state == .held { return Self.remindersBeforeDue.count + 1 }
        // Overdue says it by itself.
        if state == .running, let due, due <= instant { return nil }
        let last = Self.remindersBeforeDue.count + (state == .running ? 0 : Self.remindersAfterDueMax)
        return (reminders + 1...max(last, reminders + 1)).last { number in
            reminder(number).map { $0 <= instant } ?? false
        }
    }

    /// How many of its reminders would have been given by an instant.
    func remindersPassed(at instant: Instant) -> Int {
        guard owed != nil, due != nil else { return 0 }
        let last = Self.remindersBeforeDue.count + (state == .overdue ? Self.remindersAfterDueMax : 0)
        return (1...last).count { number in reminder(number).map { $0 <= instant } ?? false }
    }

    /// The instant of a reminder, from 1.
    private func reminder(_ number: Int) -> Instant? {
        guard owed != nil, let startedAt, let due else { return nil }
        if number <= Self.remindersBeforeDue.count {
            let share = due.since(startedAt).milliseconds / 100 * Self.remindersBeforeDue[number - 1]
            return startedAt + Elapsed(milliseconds: share)
        }
        return due + .hours(24 * Int64(number - Self.remindersBeforeDue.count))
    }

    /// The shares of the time at which its party is reminded, in percent.
    private static let remindersBeforeDue: [Int64] = [50, 80]
    /// The days after it was due on which its party is reminded.
    private static let remindersAfterDueMax = 7

    /// How long an owed act that is overdue keeps its incident in view after the problem is over.
    static let overdueKeptFor = Elapsed.hours(24 * 7)

    /// The part of its time that is over at a reminder, for people.
    static func share(ofReminder number: Int) -> String {
        number <= remindersBeforeDue.count
            ? "\(remindersBeforeDue[number - 1]) % of the time is over" : "its time is over"
    }
}
