package import CivilTime
package import Responsibility

package enum HeartbeatKind {}
/// A promise to call regularly, from the configuration.
package typealias HeartbeatID = Identifier<HeartbeatKind>

/// A reporter that promised to call regularly. When it stops, that is an incident: silence looks like health.
package struct Heartbeat: Hashable, Sendable {
    package let id: HeartbeatID
    /// Whose reporter it is; only its peers may call.
    package let party: PartyID
    /// The longest time between two calls, 10 s to 7 days.
    package let every: Elapsed
    /// What it watches; nil: not known, so that its silence goes to triage.
    package let asset: String?
    package let severity: Severity

    package static let range = Elapsed.seconds(10)...Elapsed.hours(24 * 7)

    package init(id: HeartbeatID, party: PartyID, every: Elapsed, asset: String?, severity: Severity) {
        self.id = id
        self.party = party
        self.every = every
        self.asset = asset
        self.severity = severity
    }
}

/// What the daemon watches by itself, and shows of itself.
package struct Watches: Sendable {
    /// A sign of life to a receiver outside, which raises the alarm when it does not come.
    package struct DeadMan: Hashable, Sendable {
        package let channel: ChannelID
        package let every: Elapsed

        package init(channel: ChannelID, every: Elapsed) {
            self.channel = channel
            self.every = every
        }
    }

    package var heartbeats: [Heartbeat]
    package var deadMan: DeadMan?
    /// How often every designated channel is tried with a notice that only tests it; nil: never.
    package var canaryEvery: Elapsed?

    package init(heartbeats: [Heartbeat] = [], deadMan: DeadMan? = nil, canaryEvery: Elapsed? = nil) {
        self.heartbeats = heartbeats
        self.deadMan = deadMan
        self.canaryEvery = canaryEvery
    }
}
