package import CivilTime
package import Responsibility

/// One message to one desk about one change of one incident.
package struct Notice: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case opened
        case severityRaised = "severity_raised"
        /// A report said that personal data is concerned, or more of it than was known, or that it is significant.
        case reclassified
        /// Nobody acknowledged; you are next.
        case escalated
        /// Somebody should have been told by now and was not.
        case overdue
        /// Nobody of the other party could be reached.
        case nobodyReached = "nobody_reached"
        case resolved

        /// Whether its recipients count as told of the problem and must be told of its end.
        var tellsOfProblem: Bool { self != .resolved }
    }

    /// Pending: a delivery is on its way or waits for its next attempt. Goes to delivered, undelivered or superseded.
    /// Delivered: a channel took it. No exits.
    /// Undelivered: every channel was tried to the end of its schedule. No exits.
    /// Superseded: the recipient answered before it arrived. No exits.
    package enum State: String, Sendable {
        case pending, delivered, undelivered, superseded
    }

    package let id: NoticeID
    package let desk: Desk
    package let kind: Kind
    package let rules: [RuleID]
    /// What its delivery fulfils.
    package let obligations: [ObligationID]
    package let due: Instant?
    /// The desk's channels, first is primary.
    package let channels: [ChannelID]
    package let urgency: Urgency
    /// The exact JSON text that is sent, on every attempt and channel.
    package let body: String
    package let queuedAt: Instant
    package internal(set) var state: State = .pending
    package internal(set) var deliveries: [Delivery] = []

    /// The first channel on which no delivery was started.
    var nextChannel: ChannelID? { channels.dropFirst(deliveries.count).first }
    var hasLiveDelivery: Bool { deliveries.contains { $0.isLive } }
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
    /// The receiver said no, or could not be reached: not merely cut off by ourselves, or without a usable answer.
    var isDefinite: Bool { result != .ambiguous && !["interrupted", "queue_full"].contains(reason) }
}
