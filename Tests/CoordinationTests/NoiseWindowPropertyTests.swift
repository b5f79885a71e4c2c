import CivilTime
import Testing

@testable import Coordination

/// Windows against a clock on the wall that is read every quarter of an hour.
@Suite struct NoiseWindowPropertyTests {
    /// A window as a person with a calendar and a clock would tell whether it is on.
    struct Wall {
        let recurrence: WindowRecurrence

        func isOn(at instant: Instant) -> Bool {
            let wall = recurrence.zone.civil(at: instant)
            let (from, to) = (recurrence.from, recurrence.to)
            if from < to { return isDay(wall.date) && from <= wall.time && wall.time < to }
            return (isDay(wall.date) && from <= wall.time) || (isDay(wall.date.adding(days: -1)) && wall.time < to)
        }

        private func isDay(_ date: CivilDate) -> Bool {
            let isLastDay = date.adding(days: 1).month != date.month
            switch recurrence.days {
            case .weekly(let weekdays): return weekdays.contains(date.weekday)
            case .monthly(let day): return date.day == day || (isLastDay && day > date.day)
            case .monthlyWeekday(.last, let weekday):
                return date.weekday == weekday && date.adding(days: 7).month != date.month
            case .monthlyWeekday(let ordinal, let weekday):
                let ordinals: [WindowRecurrence.Ordinal] = [.first, .second, .third, .fourth]
                let week = Int((date.day - 1) / 7)
                return date.weekday == weekday && week < 4 && ordinals[week] == ordinal
            }
        }
    }

    static func random(_ zone: TimeZoneRules, _ entropy: inout Entropy) throws -> WindowRecurrence {
        let weekday = Weekday.allCases.randomElement(using: &entropy) ?? .sunday
        let days: [WindowRecurrence.Days] = [
            .weekly([weekday]), .weekly([weekday, .sunday]), .weekly(Set(Weekday.allCases)),
            .monthly(day: Int64.random(in: 1...31, using: &entropy)),
            .monthlyWeekday(WindowRecurrence.Ordinal.allCases.randomElement(using: &entropy) ?? .last, .sunday),
        ]
        // Half of the times lie where clocks are changed.
        func quarter(_ entropy: inout Entropy) -> Int64 {
            Int64.random(in: Bool.random(using: &entropy) ? 0..<16 : 0..<96, using: &entropy)
        }
        let from = quarter(&entropy)
        var to = quarter(&entropy)
        if to == from { to = from + 1 }
        return try WindowRecurrence(
            days.randomElement(using: &entropy) ?? days[0],
            from: #require(TimeOfDay(milliseconds: from * 900_000)),
            to: #require(TimeOfDay(milliseconds: to * 900_000)), zone: zone)
    }

    /// The instants at which a zone's clocks are changed in 2026, or two ordinary days.
    static func moments(_ zone: TimeZoneRules) throws -> [Instant] {
        let start = try noiseInstant("2026-01-01T00:00:00Z")
        guard let first = zone.transition(after: start)?.at, let second = zone.transition(after: first)?.at else {
            return [try noiseInstant("2026-02-28T17:00:00Z"), try noiseInstant("2026-03-29T01:00:00Z")]
        }
        return [first, second]
    }

    static let names = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Bangkok"]

    /// Whenever the wall says so the window is on; it is on beyond that only while clocks repeat themselves.
    @Test(arguments: names) func agreesWithTheWall(_ name: String) throws {
        let zone = try NoiseWindowTests.zone(name)
        var entropy = Entropy(seed: 11)
        var onCount = 0
        for moment in try Self.moments(zone) {
            for _ in 0..<12 {
                let recurrence = try Self.random(zone, &entropy)
                let wall = Wall(recurrence: recurrence)
                for step: Int64 in -150...150 {
                    let instant = moment + .minutes(15 * step)
                    let isOn = recurrence.span(at: instant) != nil
                    if isOn == wall.isOn(at: instant) {
                        onCount += isOn ? 1 : 0
                        continue
                    }
                    let isNearChange = abs(instant.since(moment).milliseconds) <= 3_600_000
                    #expect(isOn && isNearChange, "\(name) \(recurrence.written) at \(instant)")
                }
            }
        }
        #expect(onCount > 100)
    }

    @Test(arguments: names) func spansAreHalfOpenAndNextIsNext(_ name: String) throws {
        let zone = try NoiseWindowTests.zone(name)
        var entropy = Entropy(seed: 23)
        for moment in try Self.moments(zone) {
            for _ in 0..<30 {
                let recurrence = try Self.random(zone, &entropy)
                let instant = moment + .minutes(Int64.random(in: -6000...6000, using: &entropy))
                if let span = recurrence.span(at: instant) {
                    #expect(span.contains(instant))
                    #expect(recurrence.span(at: span.upperBound) != span)
                    #expect(recurrence.span(at: span.lowerBound - .milliseconds(1)) != span)
                }
                let next = try #require(recurrence.next(after: instant))
                #expect(next.lowerBound > instant)
                #expect(next.lowerBound < next.upperBound)
                #expect(recurrence.span(at: next.lowerBound) != nil)
                #expect(recurrence.next(after: next.lowerBound - .milliseconds(1)) == next)
                // Nothing begins in between.
                for _ in 0..<4 {
                    let between = Instant(
                        milliseconds: Int64.random(
                            in: instant.milliseconds..<next.lowerBound.milliseconds, using: &entropy))
                    #expect(recurrence.span(at: between).map { $0.lowerBound <= instant } ?? true)
                    #expect(recurrence.next(after: between) == next)
                }
            }
        }
    }
}
