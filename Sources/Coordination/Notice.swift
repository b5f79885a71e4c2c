package import CivilTime
package import Responsibility

/// One message to one desk about one change of one incident.
package struct Notice: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case opened
        case severityRaised = "severity_raised"
        /// A report or a person said that it concerns more than was known: personal data, or that it is significant.
        case reclassified
        /// It was resolved and began again.
        case reopened
        /// It has another owner.
        case ownerChanged = "owner_changed"
        /// The owner disputes that it is its own, or offers it.
        case proposed
        /// What was proposed was accepted or declined, or nobody answered.
        case answered
        /// While it is open: how it stands.
        case update
        /// A party owes an act of its own, or is reminded of it.
        case reminder
        /// Nobody acknowledged; you are next.
        case escalated
        /// The acknowledgement expired and the problem still stands.
        case acknowledgementExpired = "acknowledgement_expired"
        /// Somebody should have been told, or should have done something, by now.
        case overdue
        /// No channel of a desk took a notice.
        case undelivered
        /// Nobody of a party could be reached.
        case nobodyReached = "nobody_reached"
        /// Several notices at once, because there were too many.
        case digest
        /// A test of a designated channel.
        case canary
        /// What a silence held, now that it is over.
        case silenceEnded = "silence_ended"
        case resolved

        /// Whether its recipients count as told of the problem and must be told of its end.
        var tellsOfProblem: Bool { self != .resolved && self != .digest && self != .silenceEnded && self != .canary }

        /// Whether the recipient's own silences hold it: it calls somebody to look. What says that somebody was not reached, or
        /// that somebody owes something, goes out.
        var isCall: Bool {
            switch self {
            case .opened, .severityRaised, .reclassified, .reopened, .update, .escalated, .acknowledgementExpired: true
            default: false
            }
        }

        /// Whether it may come in a bundle when there are too many.
        var mayBeBundled: Bool {
            switch self {
            case .opened, .severityRaised, .reclassified, .reopened, .update, .resolved: true
            default: false
            }
        }
    }

    /// Held: it does not go out yet. Goes to pending, bundled or superseded.
    /// Bundled: another notice tells it. Goes to delivered or undelivered with that.
    /// Pending: a delivery is on its way or waits for its next attempt. Goes to delivered, undelivered or superseded.
    /// Delivered: a channel took it. No exits.
    /// Undelivered: every channel was tried to the end of its schedule. No exits.
    /// Superseded: the recipient answered before it arrived. No exits.
    package enum State: String, Sendable {
        case held, bundled, pending, delivered, undelivered, superseded
    }

    package let id: NoticeID
    package internal(set) var desk: Desk
    package let kind: Kind
    package let rules: [RuleID]
    /// What its delivery fulfils, or is about.
    package let obligations: [ObligationID]
    package let due: Instant?
    /// The desk's channels, first is primary.
    package internal(set) var channels: [ChannelID]
    package let urgency: Urgency
    /// The person on call who is addressed, where a schedule named one.
    package let person: String?
    /// The exact JSON text that is sent, on every attempt and channel. Empty once nothing of it is on its way any more: it stands on
    /// the ledger.
    package internal(set) var body: String
    /// Why it does not, or did not, go out at once.
    package let hold: Hold?
    /// The notices that it tells in their stead.
    package let covers: [NoticeReference]
    package let queuedAt: Instant
    package internal(set) var state: State = .pending
    package internal(set) var deliveries: [Delivery] = []

    /// The first channel on which no delivery was started.
    var nextChannel: ChannelID? { channels.dropFirst(deliveries.count).first }
    var hasLiveDelivery: Bool { deliveries.contains { $0.isLive } }
    /// Whether a channel is still to be tried, or to be tried again.
    func isStillTo(reach channel: ChannelID) -> Bool {
        guard let delivery = deliveries.first(where: { $0.channel == channel }) else {
            return channels.contains(channel)
        }
        if case .waiting = delivery.state { return true }
        return false
    }
    /// Nothing of it is on its way, and nothing is to come.
    var isOver: Bool { state != .pending && state != .held && state != .bundled && !hasLiveDelivery }
    /// It has not reached anybody, and may still do.
    var isToCome: Bool { state == .pending || state == .held }
}

/// A notice on its way to one channel.
package struct Delivery: Sendable {
    /// Sending: an attempt is on record as started. Goes to delivered, waiting, or given up.
    /// Waiting: the last attempt failed, the next is due. Goes to sending, or superseded.
    package enum State: Hashable, Sendable {
        case sending
        case waiting(until: Instant)
        case delivered
        case gaveUp
        case superseded

        package var code: String {
            switch self {
            case .sending: "sending"
            case .waiting: "waiting"
            case .delivered: "delivered"
            case .gaveUp: "gave_up"
            case .superseded: "superseded"
            }
        }
    }

    /// The `webhook-id` of all its attempts.
    package let id: DeliveryID
    package let channel: ChannelID
    package internal(set) var attempts: Int
    package internal(set) var state: State = .sending
    package internal(set) var lastReason: String?
    package internal(set) var lastStatus: Int?

    var isLive: Bool {
        switch state {
        case .sending, .waiting: true
        case .delivered, .gaveUp, .superseded: false
        }
    }
}

/// What became of one attempt, as the sender reports it.
package struct AttemptResult: Hashable, Sendable {
    package enum Class: String, CaseIterable, Sendable {
        case delivered
        /// The receiver answered, and not with success.
        case refused
        /// The notice surely did not arrive.
        case notDelivered = "not_delivered"
        /// It may have arrived.
        case ambiguous
    }

    package let delivery: DeliveryID
    package let attempt: Int
    package let result: Class
    /// A stable code, for example `http_5xx` or `connect_timeout`.
    package let reason: String
    package let status: Int?
    /// The receiver's wish to wait at least this long.
    package let retryAfter: Elapsed?
    package let latencyMilliseconds: Int64
    /// Sanitised text for people; kept as a part, never in the entry itself.
    package let detail: String?

    package init(
        delivery: DeliveryID, attempt: Int, result: Class, reason: String, status: Int? = nil,
        retryAfter: Elapsed? = nil,
        latencyMilliseconds: Int64 = 0, detail: String? = nil
    ) {
        self.delivery = delivery
        self.attempt = attempt
        self.result = result
        self.reason = reason
        self.status = status
        self.retryAfter = retryAfter
        self.latencyMilliseconds = latencyMilliseconds
        self.detail = detail
    }
}

extension AttemptResult {
    /// A repeat would probably be answered the same: the answer blames the notice, or the product says no to it or to the channel. A
    /// few repeats all the same, because a proxy in between, or a release, says such things for a moment.
    var isHardlyWorthRepeating: Bool {
        ["rejected", "channel_gone"].contains(reason) || status.map { [400, 413, 415, 422].contains($0) } ?? false
    }

    /// The receiver said no, or could not be reached: not merely cut off by ourselves, or without a usable answer.
    var isDefinite: Bool { result != .ambiguous && !["interrupted", "queue_full"].contains(reason) }
}
