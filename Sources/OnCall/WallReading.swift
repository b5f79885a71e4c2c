internal import CivilTime

/// What the clock on a wall has shown at most until an instant, itself included, and what it will show at least after
/// it. Where no clock is changed nearby, they are what it shows and a millisecond more.
///
/// These two numbers answer without a search what `TimeZoneRules.start(of:)` and `end(of:)` answer with one: something
/// that begins at a wall time has begun when the wall has shown that time or a later one, also where it comes twice or
/// is skipped; something that ends at a wall time has not ended while the wall will yet show that time or an earlier
/// one.
///
/// Wall times are milliseconds since the wall showed 1970-01-01T00:00, as if no clock were ever changed.
struct WallReading {
    let highestSoFar: Int64
    let lowestAfter: Int64

    /// No change of a clock is felt farther away: offsets lie between -25 h and +26 h.
    private static let reach = Elapsed.hours(26)

    init(at instant: Instant, in zone: TimeZoneRules) {
        let instant = instant.writable
        let shown = instant.milliseconds + zone.offsetSeconds(at: instant) * 1000
        var highest = shown
        var lowest = shown + 1
        let end = instant + Self.reach
        var cursor = instant - Self.reach
        while let change = zone.transition(after: cursor), change.at <= end {
            if change.at <= instant {
                highest = max(highest, change.at.milliseconds + change.before.offsetSeconds * 1000 - 1)
            } else {
                lowest = min(lowest, change.at.milliseconds + change.after.offsetSeconds * 1000)
            }
            cursor = change.at
        }
        highestSoFar = highest
        lowestAfter = lowest
    }
}

extension CivilDateTime {
    static let dayMilliseconds: Int64 = 86_400_000

    init(wallMilliseconds: Int64) {
        let days = wallMilliseconds.flooredQuotient(by: Self.dayMilliseconds)
        let rest = wallMilliseconds - days * Self.dayMilliseconds
        self.init(CivilDate(daysSinceEpoch: days), TimeOfDay(milliseconds: rest) ?? .midnight)
    }

    /// - Precondition: the year is one that an instant can have.
    var wallMilliseconds: Int64 { date.daysSinceEpoch * Self.dayMilliseconds + time.milliseconds }
}

extension Int64 {
    /// Rounded down, also below zero.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }

    /// From zero to the divisor, also below zero.
    func flooredRemainder(by divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
