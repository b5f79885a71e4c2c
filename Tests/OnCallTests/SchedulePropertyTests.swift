import CivilTime
import CivilTimeFixtures
import Testing

@testable import OnCall

/// What holds for every schedule, tried on schedules by chance; a failure names its seed.
@Suite struct SchedulePropertyTests {
    static func transitions(of zone: TimeZoneRules) throws -> [TimeZoneRules.Transition] {
        let end = try instant("2031-01-01T00:00:00Z")
        var found: [TimeZoneRules.Transition] = []
        var cursor = try instant("2024-01-01T00:00:00Z")
        while let next = zone.transition(after: cursor), next.at < end {
            found.append(next)
            cursor = next.at
        }
        return found
    }

    struct Neighbourhood: Hashable {
        let at: Instant
        let before, after: Int64
    }

    /// P1: in every zone, around every change of its clocks from 2024 to 2030, the turns of a rotation tile the time
    /// without hole or overlap, for three days on both sides. The tiling is checked whole; who is on call is asked every
    /// hour of these days, and around the change at the seconds and milliseconds where it could break. Changes at the
    /// same instant between the same offsets are one case, whatever the zone's name.
    @Test func turnsTileTheTimeAroundEveryChangeOfEveryZone() throws {
        let near: [Int64] = [
            -7_200_000, -3_600_000, -1_800_000, -1000, -1, 0, 1, 1000, 1_799_999, 3_600_000, 5_400_000,
        ]
        let cadences: [Rotation.Cadence] = [.hourly(every: 1), .daily(every: 1), .weekly(every: 1), .monthly(every: 1)]
        var visited: Set<Neighbourhood> = []
        for (name, zone) in Zoneinfo.zones {
            for change in try Self.transitions(of: zone) {
                let neighbourhood = Neighbourhood(
                    at: change.at, before: change.before.offsetSeconds, after: change.after.offsetSeconds)
                guard visited.insert(neighbourhood).inserted else { continue }
                let start = change.at - .hours(72)
                let end = change.at + .hours(72)
                let asked = (-72..<72).map { change.at + .hours($0) } + near.map { change.at + .milliseconds($0) }
                for cadence in cadences {
                    // A handoff falls a quarter of an hour into what clocks skip or show twice.
                    let lower = min(change.before.offsetSeconds, change.after.offsetSeconds)
                    let wall = CivilDateTime(
                        wallMilliseconds: change.at.milliseconds + lower * 1000 + 900_000)
                    let first =
                        cadence == .monthly(every: 1) ? wall.date.adding(months: -2) : wall.date.adding(days: -14)
                    let rotation = try Rotation(
                        cadence, startingOn: first, handoff: wall.time, zone: zone, members: ["A", "B", "C"])
                    let schedule = try Schedule(rotation)
                    let shifts = try schedule.shifts(from: start, to: end)
                    Self.expectTiling(shifts, from: start, to: end, "\(name) \(change.at) \(cadence)")
                    for instant in asked {
                        let shift = shifts.last { $0.start <= instant }
                        if schedule.assignments(at: instant) != shift.map({ [$0.assignment] }) {
                            Issue.record("\(name) \(cadence) at \(instant): \(schedule.assignments(at: instant))")
                        }
                    }
                }
            }
        }
        #expect(visited.count > 100)
    }

    static func expectTiling(_ shifts: [Shift], from start: Instant, to end: Instant, _ name: String) {
        var reached = start
        for shift in shifts {
            if shift.start != reached {
                Issue.record("\(name): a hole or an overlap from \(reached) to \(shift.start)")
            }
            reached = shift.end
        }
        if reached != end { Issue.record("\(name): ends at \(reached)") }
    }

    /// P2: what is computed for an instant is what the expansion says, and what walking from the first handoff says.
    @Test(arguments: UInt64(1)...200) func anInstantAgreesWithTheExpansionAndWithWalking(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed)
        let (schedule, change) = try random.schedule()
        let slow = SlowSchedule(schedule, until: change + .hours(121))
        let shifts = try schedule.shifts(from: change - .hours(120), to: change + .hours(120))
        let bounds = shifts.map(\.start).shuffled(using: &random.random).prefix(10)
        let asked =
            (0..<30).map { _ in random.instant(near: change, days: 4) }
            + bounds.flatMap { [$0, $0 - .milliseconds(1)] }
        for instant in asked where change - .hours(120) <= instant {
            let found = schedule.assignments(at: instant)
            let expanded = shifts.filter { $0.start <= instant && instant < $0.end }.map(\.assignment)
            if Set(found) != Set(expanded) || found.count != expanded.count {
                Issue.record("seed \(seed) at \(instant): \(found), but expanded \(expanded)")
            }
            let walked = slow.assignments(at: instant)
            if found != walked { Issue.record("seed \(seed) at \(instant): \(found), but by walking \(walked)") }
        }
    }

    /// P2b: what is laid over a schedule is what adding one override after the other makes of it, those that are refused left out.
    @Test(arguments: UInt64(1)...100) func layingIsAddingWhatFits(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 13)
        let (schedule, change) = try random.schedule()
        let more = try (100..<130).map { try random.override($0, near: change, days: 4) }
        var slow = schedule
        var refused = 0
        for override in more.sorted(by: { ($0.start, $0.id) < ($1.start, $1.id) }) {
            do {
                slow = try slow.adding(override)
            } catch {
                refused += 1
            }
        }
        #expect(schedule.laying(more.shuffled(using: &random.random)) == slow)
        #expect(refused > 0)
    }

    /// P3: two ranges joined are the whole, wherever they meet.
    @Test(arguments: UInt64(1)...40) func expansionsJoin(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 31)
        let (schedule, change) = try random.schedule()
        let (start, end) = (change - .hours(100), change + .hours(100))
        let whole = try schedule.shifts(from: start, to: end)
        for _ in 0..<12 {
            let middle = random.instant(near: change, days: 4)
            guard start < middle, middle < end else { continue }
            var joined = try schedule.shifts(from: start, to: middle)
            for shift in try schedule.shifts(from: middle, to: end) {
                if shift.start == middle,
                    let index = joined.firstIndex(where: { $0.end == middle && $0.assignment == shift.assignment })
                {
                    joined[index] = Shift(start: joined[index].start, end: shift.end, assignment: shift.assignment)
                } else {
                    joined.append(shift)
                }
            }
            if Set(joined) != Set(whole) { Issue.record("seed \(seed): joined at \(middle)") }
        }
    }

    /// P4: handoffs never go back; two are at one instant only in a gap; each moves to the next person.
    @Test(arguments: UInt64(1)...60) func handoffsRise(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 17)
        let zone = try random.zone()
        let rotation = try random.rotation(in: zone, near: instant("2026-03-01T00:00:00Z"))
        let layer = try Layer(id: "l", plan: .rotation(rotation))
        var previous = rotation.handoff(0)
        for index in 1...Int64(300) {
            let handoff = rotation.handoff(index)
            if handoff < previous { Issue.record("seed \(seed): handoff \(index) is before the one before it") }
            if handoff == previous {
                let wall = CivilDateTime(wallMilliseconds: rotation.wall(ofHandoff: index - 1))
                #expect(zone.resolve(wall).candidates.isEmpty, "seed \(seed): \(wall) exists")
            } else {
                let turn = layer.assignment(at: handoff - .milliseconds(1))?.provenance.turn?.turn
                #expect(turn == index - 1, "seed \(seed)")
            }
            let member = rotation.members[Int(index) % rotation.members.count]
            if rotation.handoff(index + 1) > handoff { #expect(layer.assignment(at: handoff)?.person == member) }
            previous = handoff
        }
    }

    /// P5: an override that is taken back leaves no trace, and one that says what is so changes nothing but the reason.
    @Test(arguments: UInt64(1)...40) func overridesLeaveNoTrace(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 101)
        let (schedule, change) = try random.schedule()
        let (start, end) = (change - .hours(100), change + .hours(100))
        let before = try schedule.shifts(from: start, to: end)
        let override = try random.override(99, near: change, days: 3)
        if let changed = try? schedule.adding(override) {
            #expect(try changed.removing(override.id) == schedule)
        }
        let plain = try Schedule(id: "s", zone: schedule.zone, layers: schedule.layers)
        let shifts = try plain.shifts(from: start, to: end)
        guard !shifts.isEmpty else { return }
        let shift = random.pick(shifts)
        let same = try Override(
            id: "same", start: shift.start, end: shift.end, change: .replace(shift.person, with: shift.person),
            madeBy: "boss", reason: "")
        let after = try plain.adding(same).shifts(from: start, to: end)
        #expect(after.map { [$0.start, $0.end] } == shifts.map { [$0.start, $0.end] })
        #expect(after.map(\.person) == shifts.map(\.person))
        #expect(after.filter { $0.provenance.override == "same" }.count == 1)
        #expect(try schedule.shifts(from: start, to: end) == before)
    }

    /// P6: readers in other zones read the same instants.
    @Test(arguments: UInt64(1)...10) func aReadersZoneChangesOnlyText(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 7)
        let (schedule, change) = try random.schedule()
        let (start, end) = (change - .hours(100), change + .hours(100))
        let bangkok = try schedule.preview(from: start, to: end, zones: [.named("Asia/Bangkok")])
        let zagreb = try schedule.preview(from: start, to: end, zones: [.named("Europe/Zagreb")])
        #expect(bangkok.rows.map { [$0.start, $0.end] } == zagreb.rows.map { [$0.start, $0.end] })
        #expect(bangkok.rows.map(\.assignment) == zagreb.rows.map(\.assignment))
        #expect(bangkok.coverage == zagreb.coverage)
        for row in bangkok.rows + zagreb.rows {
            #expect(row.texts.map { Instant(rfc3339: $0.start) } == [row.start])
            #expect(row.texts.map { Instant(rfc3339: $0.end) } == [row.end])
        }
    }

    /// P7: an edit with a date changes nothing before it, in each of a row of edits.
    @Test(arguments: UInt64(1)...60) func anEditKeepsWhatWas(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 1009)
        var (schedule, change) = try random.schedule()
        var effective = random.instant(near: change, days: 3)
        for _ in 0..<3 {
            guard let revised = try random.revising(schedule, from: effective) else { continue }
            for _ in 0..<40 {
                let before = effective - .milliseconds(random.number(1...240 * 3_600_000))
                #expect(
                    revised.assignments(at: before) == schedule.assignments(at: before), "seed \(seed) at \(before)")
            }
            let last = effective - .milliseconds(1)
            #expect(revised.assignments(at: last) == schedule.assignments(at: last), "seed \(seed)")
            schedule = revised
            effective = effective + .hours(random.number(1...200))
        }
    }

    /// The next handoff is the first instant at which somebody else is on call.
    @Test(arguments: UInt64(1)...30) func theNextHandoffIsTheFirstChange(seed: UInt64) throws {
        var random = RandomSchedule(seed: seed &* 65_537)
        let (schedule, change) = try random.schedule()
        let start = random.instant(near: change, days: 3)
        let people = schedule.onCall(at: start)
        guard let handoff = schedule.nextHandoff(after: start) else {
            #expect(schedule.onCall(at: start + .hours(24 * 300)) == people)
            return
        }
        #expect(schedule.onCall(at: handoff) != people)
        for _ in 0..<20 {
            let between = start + .milliseconds(random.number(0...handoff.since(start).milliseconds - 1))
            #expect(schedule.onCall(at: between) == people, "seed \(seed) at \(between)")
        }
    }
}
