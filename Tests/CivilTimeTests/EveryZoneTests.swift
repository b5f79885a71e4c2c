import CivilTime
import CivilTimeFixtures
import Foundation
import Testing

/// What must hold in every zone of the database, at every change of the clocks from 2024 to 2030.
@Suite struct EveryZoneTests {
    static let minute: Int64 = 60_000
    static let hour: Int64 = 3_600_000

    static func transitions(of zone: TimeZoneRules, from start: String, to end: String) throws -> [TimeZoneRules
        .Transition]
    {
        let end = try instant(end)
        var found: [TimeZoneRules.Transition] = []
        var cursor = try instant(start)
        while let next = zone.transition(after: cursor), next.at < end {
            found.append(next)
            cursor = next.at
        }
        return found
    }

    @Test func everyFileIsRead() throws {
        try #require(Zoneinfo.files.count > 300, "the tests need the time zone database (package tzdata)")
        #expect(Zoneinfo.zones.count == Zoneinfo.files.count)
    }

    /// The system's own reader is the judge: `zdump` prints the last second before and the first second after each
    /// change.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zdump")),
        arguments: [
            ("1940,1947", "1940-01-01T00:00:00Z", "1947-01-01T00:00:00Z"),
            ("2024,2031", "2024-01-01T00:00:00Z", "2031-01-01T00:00:00Z"),
            ("2036,2045", "2036-01-01T00:00:00Z", "2045-01-01T00:00:00Z"),
            ("2398,2402", "2398-01-01T00:00:00Z", "2402-01-01T00:00:00Z"),
        ]) func changesAgreeWithTheSystem(_ cut: String, _ start: String, _ end: String) throws
    {
        // Half of the names are links to the same bytes.
        let distinct = Set(Zoneinfo.files.reduce(into: [:]) { $0[$1.bytes] = $0[$1.bytes] ?? $1.name }.values)
        let judged = try Zdump.changes(
            of: distinct.sorted(), cut: cut, between: try instant(start), and: try instant(end))
        for (name, zone) in Zoneinfo.zones where distinct.contains(name) {
            let expected = judged[name] ?? []
            let found = try Self.transitions(of: zone, from: start, to: end)
            #expect(found.map(\.at) == expected.map(\.at), "\(name)")
            for (mine, theirs) in zip(found, expected) {
                #expect(mine.before == theirs.before && mine.after == theirs.after, "\(name) \(mine.at)")
            }
        }
    }

    /// A second judge, which has a copy of the database of its own; asked only while the copies are of one version.
    @Test(
        .enabled(
            if: (try? Zoneinfo.text("tzdata.zi"))?.hasPrefix("# version \(TimeZone.timeZoneDataVersion)\n") == true))
    func offsetsAgreeWithFoundation() throws {
        var compared = 0
        for (name, zone) in Zoneinfo.zones where name.contains("/") {
            guard let theirs = TimeZone(identifier: name) else { continue }
            var seconds: Int64 = 1_704_067_200
            while seconds < 1_924_905_600 {
                let mine = zone.offsetSeconds(at: Instant(milliseconds: seconds * 1000))
                let other = theirs.secondsFromGMT(for: Foundation.Date(timeIntervalSince1970: Double(seconds)))
                if Int(mine) != other {
                    Issue.record("\(name) at \(seconds): \(mine) is not \(other)")
                    break
                }
                seconds += 9 * 86_400 + 3600
                compared += 1
            }
        }
        #expect(compared > 10_000)
    }

    /// Every instant of each zone's changes, hour by hour for three days and minute by minute for an hour, comes back.
    @Test func whatTheWallShowsLeadsBack() throws {
        var visited: Set<Neighbourhood> = []
        for (name, zone) in Zoneinfo.zones {
            for change in try Self.transitions(of: zone, from: "2024-01-01T00:00:00Z", to: "2031-01-01T00:00:00Z") {
                let isNew = visited.insert(Neighbourhood(change)).inserted
                let hours = Self.walk(
                    from: -72 * Self.hour, through: 72 * Self.hour, by: isNew ? Self.hour : 24 * Self.hour)
                let minutes = Self.walk(
                    from: -3 * Self.hour, through: 3 * Self.hour, by: isNew ? Self.minute : 90 * Self.minute)
                for step in hours + minutes {
                    let instant = change.at + .milliseconds(step)
                    let shown = zone.civil(at: instant)
                    let resolution = zone.resolve(shown)
                    if !resolution.candidates.contains(instant) {
                        Issue.record("\(name) \(instant) shows \(shown), which is \(resolution)")
                    }
                }
            }
        }
        #expect(visited.count > 100)
    }

    /// A gap is what no instant shows, a fold what two show: found by looking at every minute within reach.
    @Test func gapsAndFoldsAgreeWithLookingAtEveryMinute() throws {
        var visited: Set<Neighbourhood> = []
        for (name, zone) in Zoneinfo.zones {
            for change in try Self.transitions(of: zone, from: "2024-01-01T00:00:00Z", to: "2031-01-01T00:00:00Z")
            where visited.insert(Neighbourhood(change)).inserted {
                Self.compareEveryMinute(around: change, in: zone, name)
            }
        }
        for name in ["Pacific/Apia", "Pacific/Kwajalein", "America/Juneau", "Asia/Manila", "Europe/Dublin"] {
            let zone = try Zoneinfo.rules(name)
            for change in try Self.transitions(of: zone, from: "1800-01-01T00:00:00Z", to: "2012-06-01T00:00:00Z") {
                Self.compareEveryMinute(around: change, in: zone, name)
            }
        }
    }

    static func walk(from first: Int64, through last: Int64, by step: Int64) -> [Int64] {
        Array(stride(from: first, through: last, by: Int(step)))
    }

    /// Changes at the same instant between the same offsets are one case for a resolver, whatever the zone's name.
    struct Neighbourhood: Hashable {
        let at: Instant
        let before: Int64
        let after: Int64
        init(_ change: TimeZoneRules.Transition) {
            at = change.at
            before = change.before.offsetSeconds
            after = change.after.offsetSeconds
        }
    }

    static func compareEveryMinute(around change: TimeZoneRules.Transition, in zone: TimeZoneRules, _ name: String) {
        let moved = (change.after.offsetSeconds - change.before.offsetSeconds) * 1000
        // Local mean time had seconds, which no walk by minutes meets.
        guard moved % minute == 0, change.before.offsetSeconds % 60 == 0 else { return }
        // Three hours of the wall on both sides; every instant that could show one of them lies within the longer
        // reach.
        let reach = 3 * hour + abs(moved)
        var instants: [CivilDateTime: [Instant]] = [:]
        for step in walk(from: -reach - abs(moved), through: reach + abs(moved), by: minute) {
            let instant = change.at + .milliseconds(step)
            instants[zone.civil(at: instant), default: []].append(instant)
        }
        let wall = (change.at + .seconds(change.before.offsetSeconds)).milliseconds
        var last: (start: Instant, end: Instant)?
        for step in walk(from: min(0, moved) - 3 * hour, through: max(0, moved) + 3 * hour, by: minute) {
            let shown = Instant(milliseconds: wall + step).civilInUTC
            let expected = instants[shown] ?? []
            let resolution = zone.resolve(shown)
            if resolution.candidates != expected { Issue.record("\(name) \(shown): \(resolution), not \(expected)") }
            let start = zone.start(of: shown)
            let end = zone.end(of: shown)
            if start > end { Issue.record("\(name) \(shown) ends before it starts") }
            if expected.isEmpty {
                // The first instant whose wall shows the time or a later one, and none just before it.
                if zone.civil(at: start) < shown || zone.civil(at: start - .milliseconds(1)) >= shown || start != end {
                    Issue.record("\(name) \(shown) starts at \(start)")
                }
            }
            if let last, start < last.start || end < last.end { Issue.record("\(name) \(shown) is out of order") }
            last = (start, end)
        }
    }
}

extension Instant {
    fileprivate var civilInUTC: CivilDateTime { TimeZoneRules.utc.civil(at: self) }
}
