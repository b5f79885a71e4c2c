package import CivilTime
package import OnCall
package import Responsibility

/// A schedule of one party, with the channels that reach its people.
package struct Rota: Sendable {
    package let party: PartyID
    package let schedule: Schedule
    /// A person without an entry cannot be reached.
    package let channels: [PersonID: [ChannelID]]

    package init(party: PartyID, schedule: Schedule, channels: [PersonID: [ChannelID]]) {
        self.party = party
        self.schedule = schedule
        self.channels = channels
    }

    /// The same with those of some overrides that fit.
    func laying(_ overrides: [Override]) -> Rota {
        Rota(party: party, schedule: schedule.laying(overrides), channels: channels)
    }

    /// Why an override could not be made as the schedule stands; nil when it could.
    func objection(to override: Override) -> ScheduleError? {
        do throws(ScheduleError) {
            _ = try schedule.adding(override)
            return nil
        } catch {
            return error
        }
    }

    /// Who is on call, with the channels that reach them.
    func onCall(at instant: Instant) -> [PersonOnCall] {
        schedule.onCall(at: instant).map { PersonOnCall(person: $0.text, channels: channels[$0] ?? []) }
    }
}

/// An override that a person made, and where it stands.
package struct StandingOverride: Sendable {
    package let ledger: LedgerID
    package let schedule: ScheduleID
    package let override: Override
}

/// What a person wants to change about who is on call.
package struct OverrideRequest: Sendable {
    /// A time with an offset, or one on the wall of the schedule's zone, which must name one instant.
    package enum Moment: Hashable, Sendable {
        case instant(Instant)
        case local(CivilDateTime)

        /// As it is written.
        fileprivate var text: String {
            switch self {
            case .instant(let instant): instant.rfc3339
            case .local(let local): local.description
            }
        }
    }

    package let schedule: ScheduleID
    package let start: Moment
    package let end: Moment
    package let change: Override.Change
    package let reason: String
    /// Groups retries of one request; kept per party.
    package var idempotencyKey: String?

    var contentMark: UInt64 {
        let change: [String] =
            switch change {
            case .replace(let absent, let present): ["replace", absent.text, "with", present.text]
            case .add(let person): ["add", person.text]
            case .remove(let person): ["remove", person.text]
            }
        return ContentMark(["override", schedule.text, start.text, end.text] + change + [reason]).value
    }

    package init(
        schedule: ScheduleID, start: Moment, end: Moment, change: Override.Change, reason: String
    ) {
        self.schedule = schedule
        self.start = start
        self.end = end
        self.change = change
        self.reason = reason
    }
}

/// Which stretch of a schedule is wanted.
package struct PreviewRequest: Sendable {
    package let schedule: ScheduleID
    package let from: Instant?
    package let to: Instant?
    /// For readers in these zones; the schedule's own, and that of the other side, when none is named.
    package let zones: [ZoneName]

    package init(schedule: ScheduleID, from: Instant? = nil, to: Instant? = nil, zones: [ZoneName] = []) {
        self.schedule = schedule
        self.from = from
        self.to = to
        self.zones = zones
    }
}
