import CivilTime
import CivilTimeFixtures

@testable import OnCall

func time(_ text: String) throws -> TimeOfDay {
    guard let time = TimeOfDay(text: text) else { throw BadLiteral(text: text) }
    return time
}

extension TimeZoneRules {
    static func named(_ name: String) throws -> TimeZoneRules { try Zoneinfo.rules(name) }
}

extension Rotation {
    /// `2026-01-05T09:00` and members as letters.
    init(
        _ cadence: Cadence, at anchor: String, in zone: String, members: String = "ABC", advance: Advance = .calendar
    ) throws {
        let local = try local(anchor)
        try self.init(
            cadence, startingOn: local.date, handoff: local.time, zone: .named(zone),
            members: members.map { PersonID(String($0)) }, advance: advance)
    }
}

extension Schedule {
    /// A schedule of one layer, in the zone of its rotation.
    init(
        _ rotation: Rotation, _ windows: [Restrictions.Window] = [], overrides: [Override] = []
    ) throws {
        let restrictions = windows.isEmpty ? nil : try Restrictions(windows, zone: rotation.zone)
        try self.init(
            id: "desk", zone: rotation.zone,
            layers: [Layer(id: "base", plan: .rotation(rotation), restrictions: restrictions)], overrides: overrides)
    }

    func names(_ text: String) throws -> String {
        onCall(at: try instant(text)).map(\.text).joined(separator: "+")
    }
}

extension Restrictions.Window {
    static func every(_ from: String, _ to: String, on days: Set<Weekday> = Set(Weekday.allCases)) throws -> Self {
        .daily(from: try time(from), to: try time(to), on: days)
    }
}

extension Override {
    init(_ id: String, _ start: String, _ end: String, _ change: Change) throws {
        try self.init(
            id: OverrideID(id), start: try instant(start), end: try instant(end), change: change, madeBy: "boss",
            reason: "asked for")
    }
}

let workdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
