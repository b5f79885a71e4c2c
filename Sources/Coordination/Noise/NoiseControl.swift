// Noise control: which notices are held back, and why.
//
// Everything here is a value that decides, given the time; nothing sends, waits or reads a clock. Whoever queues
// notices asks.
//
//   Matching/           fields of an incident, and conditions on them in Alertmanager's words
//   Patterns/           what `=~` compares with, in linear time
//   Silence             a person holds notices to desks of its own party, for a while
//   MaintenanceWindow   planned work, once or again and again on the wall of a zone
//   NoiseControl        all silences and windows asked as one
//   Inhibition          an incident mutes those that follow from it
//   FlapMeter           something ends and begins again, over and over
//   StormMeter          a party gets so much at once that it is bundled
//
// A silence and a window hold what goes to desks of their own party; the other side is told as ever. To put off one incident,
// a person acknowledges it for a time.

package import CivilTime
package import Responsibility

/// What holds a notice back, and until when at least.
package struct NoiseHolder: Hashable, Sendable {
    /// A silence or a maintenance window.
    package enum Cause: Hashable, Sendable {
        case silence(SilenceID)
        case window(MaintenanceWindowID)
    }

    /// Which one.
    package let cause: Cause
    /// The first instant at which this one no longer holds it.
    package let until: Instant

    /// One that holds, and the first instant at which it no longer does.
    package init(cause: Cause, until: Instant) {
        self.cause = cause
        self.until = until
    }
}

/// The silences and maintenance windows in force, asked as one.
package struct NoiseControl: Sendable {
    /// In rising order of their ids.
    private let silences: [Silence]
    private let windows: [MaintenanceWindow]

    /// Takes them in any order; those that are over hold nothing and may be left in.
    package init(silences: [Silence], windows: [MaintenanceWindow]) {
        self.silences = silences.sorted { ($0.id, $0.createdAt) < ($1.id, $1.createdAt) }
        self.windows = windows.sorted { $0.id < $1.id }
    }

    /// All that hold a notice to a desk of that party about that incident at the instant; empty: it goes out.
    package func holders(party: PartyID, fields: Matchable, at instant: Instant) -> [NoiseHolder] {
        let silencing = silences.filter { $0.holds(party: party, fields: fields, at: instant) }
            .map { NoiseHolder(cause: .silence($0.id), until: $0.ends) }
        let working = windows.compactMap { window -> NoiseHolder? in
            guard let span = window.holdingSpan(party: party, fields: fields, at: instant) else { return nil }
            return NoiseHolder(cause: .window(window.id), until: span.upperBound)
        }
        return silencing + working
    }
}
