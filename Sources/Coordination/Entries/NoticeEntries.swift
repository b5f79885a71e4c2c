package import CivilTime
package import Responsibility

// What entries say about notices and their deliveries.

package struct NoticeQueued: Sendable {
    package let id: NoticeID
    package let desk: Desk
    /// The role that was meant, where the party fills it with another.
    package let meantRole: ContactRole
    package let kind: Notice.Kind
    package let rules: [RuleID]
    package let obligations: [ObligationID]
    package let due: Instant?
    package let channels: [ChannelID]
    package let urgency: Urgency
    /// The person on call who is addressed, where a schedule named one.
    package let person: String?
    /// Why it does not go out yet; nil: it does.
    package let hold: Hold?
    /// The notices that it tells in their stead.
    package let covers: [NoticeReference]
    package let body: String
}

/// A notice that was held goes out.
package struct NoticeReleased: Sendable {
    package let id: NoticeID
    package let desk: Desk
}

/// A notice that was held is told by another, which tells several at once.
package struct NoticeBundled: Sendable {
    package let id: NoticeID
    package let desk: Desk
    package let digest: NoticeID
}

/// The notice that tells it arrived.
package struct NoticeTold: Sendable {
    package let id: NoticeID
    package let digest: NoticeID
    package let delivery: DeliveryID
}

/// The channels of a notice are no longer configured: it goes to others of the same party, and is due when it was.
package struct NoticeRedirected: Sendable {
    package let id: NoticeID
    package let desk: Desk
    /// Those that are no longer configured.
    package let gone: [ChannelID]
    /// Those that are still to be tried.
    package let channels: [ChannelID]
}

package struct NoticeUndelivered: Sendable {
    package let id: NoticeID
    package let desk: Desk
}

package struct AttemptStarted: Sendable {
    package let notice: NoticeID
    package let delivery: DeliveryID
    package let channel: ChannelID
    package let attempt: Int
}

package struct AttemptFinished: Sendable {
    package let notice: NoticeID
    package let result: AttemptResult
    /// When the next attempt is due; nil when there will be none.
    package let retryAt: Instant?
}
