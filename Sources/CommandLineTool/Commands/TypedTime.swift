internal import ArgumentParser
internal import CivilTime

/// A time as a person types it. The daemon wants seconds, as RFC 3339 does; here a time with an offset may do without them:
/// `2026-11-25T10:00+01:00`. Anything else goes on as it is, and the daemon says what is wrong with it.
struct TypedTime: ExpressibleByArgument {
    /// As the daemon takes it.
    let text: String

    /// Characters of a date and a time of hours and minutes: `2026-11-25T10:00`.
    private static let minuteLength = 16

    init(argument: String) {
        let completed = argument.prefix(Self.minuteLength) + ":00" + argument.dropFirst(Self.minuteLength)
        let lacksSeconds = Instant(rfc3339: argument) == nil && Instant(rfc3339: String(completed)) != nil
        text = lacksSeconds ? String(completed) : argument
    }
}
