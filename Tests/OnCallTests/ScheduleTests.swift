import CivilTime
import CivilTimeFixtures
import Testing

@testable import OnCall

/// Layers on top of one another, overrides, and what is made of them.
@Suite struct ScheduleTests {
    /// Everybody's turn is a week, at night and on weekends; in office hours the office.
    static func office(overrides: [Override] = []) throws -> Schedule {
        let zone = try TimeZoneRules.named("Europe/Zagreb")
        return try Schedule(
            id: "noc", zone: zone,
            layers: [
                Layer(
                    id: "always",
                    plan: .rotation(Rotation(.weekly(every: 1), at: "2026-01-05T09:00", in: "Europe/Zagreb"))),
                Layer(
                    id: "office",
                    plan: .rotation(
                        Rotation(.daily(every: 1), at: "2026-01-05T00:00", in: "Europe/Zagreb", members: "XY")),
                    restrictions: Restrictions([.every("09:00", "17:00", on: workdays)], zone: zone)),
            ], overrides: overrides)
    }

    @Test func aLaterLayerWinsWhereItCovers() throws {
        let schedule = try Self.office()
        #expect(try schedule.names("2026-01-05T07:59:59Z") == "")
        #expect(try schedule.names("2026-01-05T08:00:00Z") == "X")
        #expect(try schedule.names("2026-01-05T16:00:00Z") == "A")
        #expect(try schedule.names("2026-01-06T08:00:00Z") == "Y")
        #expect(try schedule.names("2026-01-10T12:00:00Z") == "A")
        let assignment = try #require(schedule.assignments(at: instant("2026-01-06T08:00:00Z")).first)
        #expect(assignment.provenance == Provenance(turn: LayerTurn(layer: "office", revision: 1, turn: 1)))
        #expect(assignment.provenance.description == "layer office@1, turn 1")
        let shifts = try schedule.shifts(from: instant("2026-01-05T00:00:00Z"), to: instant("2026-01-06T12:00:00Z"))
        #expect(
            shifts.map { "\($0.start) \($0.person)" } == [
                "2026-01-05T08:00:00Z X", "2026-01-05T16:00:00Z A", "2026-01-06T08:00:00Z Y",
            ])
        #expect(try schedule.nextHandoff(after: instant("2026-01-09T16:00:00Z")) == instant("2026-01-12T08:00:00Z"))
    }

    @Test func overridesChangeWhatTheLayersSay() throws {
        let schedule = try Self.office(overrides: [
            Override("swap", "2026-01-05T18:00:00Z", "2026-01-05T20:00:00Z", .replace("A", with: "Q")),
            Override("sick", "2026-01-06T08:00:00Z", "2026-01-06T09:00:00Z", .remove("Y")),
            Override("trainee", "2026-01-06T08:30:00Z", "2026-01-06T10:00:00Z", .add("T")),
            Override("elsewhere", "2026-01-06T18:00:00Z", "2026-01-06T20:00:00Z", .replace("B", with: "R")),
        ])
        #expect(try schedule.names("2026-01-05T17:59:59.999Z") == "A")
        #expect(try schedule.names("2026-01-05T18:00:00Z") == "Q")
        #expect(try schedule.names("2026-01-05T20:00:00Z") == "A")
        #expect(try schedule.names("2026-01-06T08:00:00Z") == "")
        #expect(try schedule.names("2026-01-06T08:30:00Z") == "T")
        #expect(try schedule.names("2026-01-06T09:00:00Z") == "Y+T")
        #expect(try schedule.names("2026-01-06T10:00:00Z") == "Y")
        // B is not on call, so there is nothing to replace.
        #expect(try schedule.names("2026-01-06T19:00:00Z") == "A")
        let coverage = try schedule.coverage(
            from: instant("2026-01-05T08:00:00Z"), to: instant("2026-01-07T08:00:00Z"))
        #expect(coverage.gaps == [try instant("2026-01-06T08:00:00Z")..<instant("2026-01-06T08:30:00Z")])
        #expect(
            coverage.overlaps == [
                Coverage.Overlap(
                    start: try instant("2026-01-06T09:00:00Z"), end: try instant("2026-01-06T10:00:00Z"),
                    people: ["T", "Y"])
            ])
        #expect(coverage.percentText == "98.95 %")
        let swap = try #require(schedule.assignments(at: instant("2026-01-05T18:00:00Z")).first)
        #expect(swap.provenance.description == "override swap of layer always@1, turn 0")
        let trainee = try #require(schedule.assignments(at: instant("2026-01-06T08:30:00Z")).first)
        #expect(trainee.provenance.description == "override trainee")
    }

    static func code(_ make: () throws -> some Any) throws -> String {
        do {
            _ = try make()
            return "accepted"
        } catch let error as ScheduleError {
            #expect(error.description.count > 20 && error.description != error.code)
            return error.code
        }
    }

    @Test func overridesAboutOnePersonAtOneTimeAreRefused() throws {
        let first = try Override("a", "2026-01-05T18:00:00Z", "2026-01-05T20:00:00Z", .replace("A", with: "Q"))
        let others: [(Override, String)] = [
            (try Override("b", "2026-01-05T19:00:00Z", "2026-01-05T21:00:00Z", .remove("A")), "override-overlap"),
            (try Override("b", "2026-01-05T17:00:00Z", "2026-01-05T18:00:00.001Z", .add("Q")), "override-overlap"),
            (
                try Override("b", "2026-01-05T17:00:00Z", "2026-01-05T22:00:00Z", .replace("Q", with: "R")),
                "override-overlap"
            ),
            (try Override("b", "2026-01-05T20:00:00Z", "2026-01-05T21:00:00Z", .remove("A")), "accepted"),
            (try Override("b", "2026-01-05T19:00:00Z", "2026-01-05T21:00:00Z", .add("R")), "accepted"),
            (try Override("a", "2026-02-05T19:00:00Z", "2026-02-05T21:00:00Z", .add("R")), "override-twice"),
        ]
        for (other, code) in others {
            #expect(try Self.code { try Self.office(overrides: [first, other]) } == code)
            #expect(try Self.code { try Self.office(overrides: [other, first]) } == code)
        }
    }

    @Test func overridesAreChecked() throws {
        #expect(
            try Self.code { try Override("a", "2026-01-05T18:00:00Z", "2026-01-05T18:00:00Z", .add("A")) }
                == "override-ends-before-start")
        #expect(
            try Self.code { try Override("a", "2026-01-05T18:00:00Z", "2027-01-07T18:00:00Z", .add("A")) }
                == "override-too-long")
        let schedule = try Self.office()
        #expect(try Self.code { try schedule.removing("nobody") } == "override-unknown")
        let start = try instant("2026-01-05T18:00:00Z")
        let long = String(repeating: "x", count: OnCallLimits.reasonBytesMax + 1)
        #expect(
            try Self.code {
                try Override(
                    id: "a", start: start, end: start + .hours(1), change: .add("A"), madeBy: "B", reason: long)
            } == "override-reason-too-long")
        let many = try (0...OnCallLimits.overridesMax).map { index in
            try Override(
                id: OverrideID("o\(index)"), start: start + .hours(Int64(index)),
                end: start + .hours(Int64(index) + 1), change: .add("A"), madeBy: "B", reason: "")
        }
        #expect(try Self.code { try Self.office(overrides: many) } == "schedule-too-many")
        #expect(try Self.code { try Self.office(overrides: many.dropLast()) } == "accepted")
    }

    /// T55: a wall time that comes twice, or never, is no instant; the error has those that could be meant.
    @Test func overridesNeedOneInstant() throws {
        let zone = try TimeZoneRules.named("Europe/Zagreb")
        func make(_ from: String, _ to: String) throws -> Override {
            try Override(
                id: "a", from: local(from), to: local(to), in: zone, change: .add("A"), madeBy: "B", reason: "")
        }
        do {
            _ = try make("2026-10-25T02:30", "2026-10-25T03:30")
            Issue.record("accepted")
        } catch ScheduleError.localTime(.ambiguous(_, _, let candidates, _)) {
            #expect(candidates.map(\.rfc3339) == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
        }
        #expect(try Self.code { try make("2026-10-25T02:30", "2026-10-25T03:30") } == "local-time-ambiguous")
        #expect(try Self.code { try make("2026-03-29T01:00", "2026-03-29T02:30") } == "local-time-nonexistent")
        #expect(try make("2026-03-29T01:30", "2026-03-29T03:30").end == instant("2026-03-29T01:30:00Z"))
    }

    @Test func schedulesAreChecked() throws {
        let rotation = try Rotation(.daily(every: 1), at: "2026-01-05T09:00", in: "Europe/Zagreb")
        func layer(_ id: String, _ revision: Int, _ from: String?, _ until: String?) throws -> Layer {
            try Layer(
                id: LayerID(id), revision: revision, plan: .rotation(rotation),
                active: .init(from: from.map(instant), until: until.map(instant)))
        }
        func code(_ layers: [Layer]) throws -> String {
            try Self.code { try Schedule(id: "s", zone: .utc, layers: layers) }
        }
        let june = "2026-06-01T00:00:00Z"
        #expect(try code([]) == "schedule-no-layers")
        #expect(try code([layer("a", 1, nil, june), layer("a", 2, june, nil)]) == "accepted")
        #expect(try code([layer("a", 1, nil, nil), layer("a", 2, june, nil)]) == "schedule-revisions-overlap")
        #expect(try code([layer("a", 2, nil, june), layer("a", 2, june, nil)]) == "schedule-revisions-overlap")
        #expect(
            try code([layer("a", 1, nil, june), layer("b", 1, nil, nil), layer("a", 2, june, nil)])
                == "schedule-layer-twice")
        let many = try (0...OnCallLimits.layersMax).map { try layer("l\($0)", 1, nil, nil) }
        #expect(try code(many) == "schedule-too-many")
        #expect(try Self.code { try layer("a", 1, june, june) } == "schedule-period-empty")
    }

    @Test func customShiftsAreChecked() throws {
        let start = try instant("2026-01-01T00:00:00Z")
        func shift(_ from: Int64, _ to: Int64, _ person: PersonID = "A") -> CustomShift {
            CustomShift(start: start + .hours(from), end: start + .hours(to), person: person)
        }
        #expect(try Self.code { try CustomShifts([]) } == "schedule-no-shifts")
        #expect(try Self.code { try CustomShifts([shift(1, 1)]) } == "schedule-shift-ends-before-start")
        #expect(try Self.code { try CustomShifts([shift(0, 9000)]) } == "schedule-shift-too-long")
        #expect(try Self.code { try CustomShifts([shift(5, 8), shift(0, 6, "B")]) } == "schedule-shifts-overlap")
        let many = (0...Int64(OnCallLimits.customShiftsMax)).map { shift($0, $0 + 1) }
        #expect(try Self.code { try CustomShifts(many) } == "schedule-too-many")
        let table = try CustomShifts([shift(6, 8), shift(0, 6, "B"), shift(10, 12, "C")])
        let schedule = try Schedule(id: "s", zone: .utc, layers: [Layer(id: "t", plan: .custom(table))])
        let names = (-1...12).map { schedule.onCall(at: start + .hours($0)).map(\.text).joined() }
        #expect(names == ["", "B", "B", "B", "B", "B", "B", "A", "A", "", "", "C", "C", ""])
    }

    @Test func rangesAreLimited() throws {
        let schedule = try Self.office()
        let start = try instant("2026-01-01T00:00:00Z")
        #expect(try Self.code { try schedule.shifts(from: start, to: start) } == "schedule-range-empty")
        let longest = start + OnCallLimits.expansionMax
        #expect(try Self.code { try schedule.shifts(from: start, to: longest) } == "accepted")
        #expect(
            try Self.code { try schedule.coverage(from: start, to: longest + .milliseconds(1)) }
                == "schedule-range-too-long")
        #expect(
            try Self.code {
                try schedule.shifts(from: Instant(milliseconds: .max - 5), to: Instant(milliseconds: .max))
            } == "schedule-range-too-long")
        #expect(
            try Self.code {
                try schedule.preview(
                    from: start, to: longest,
                    zones: Array(repeating: .utc, count: OnCallLimits.previewZonesMax + 1))
            } == "schedule-too-many")
    }

    @Test func aPreviewHasTextsForEachZoneAndTheGaps() throws {
        let schedule = try Self.office(overrides: [
            Override("sick", "2026-03-28T12:00:00Z", "2026-03-28T13:00:00Z", .remove("C"))
        ])
        let bangkok = try TimeZoneRules.named("Asia/Bangkok")
        let preview = try schedule.preview(
            from: instant("2026-03-28T08:00:00Z"), to: instant("2026-03-30T12:00:00Z"), zones: [schedule.zone, bangkok])
        #expect(preview.rows.map { $0.assignment?.person.text ?? "-" } == ["C", "-", "C", "X"])
        #expect(preview.rows[2].texts.map(\.end) == ["2026-03-30T09:00:00+02:00", "2026-03-30T14:00:00+07:00"])
        #expect(preview.rows[2].length == .hours(42))
        #expect(
            preview.clockChanges.map { "\($0.zone) \($0.text) \($0.forward)" } == [
                "Europe/Zagreb 2026-03-29T03:00:00+02:00 PT1H"
            ])
        #expect(preview.coverage.gaps.count == 1)
    }

    /// A layer that ends, and the next revision of it from there on: what was, stays as it was.
    @Test func aRevisionHoldsFromWhereTheOldOneEnds() throws {
        let schedule = try Schedule(Rotation(.weekly(every: 1), at: "2026-01-05T09:00", in: "Europe/Zagreb"))
        let change = try instant("2026-02-09T08:00:00Z")
        let daily = try Rotation(.daily(every: 1), at: "2026-01-05T09:00", in: "Europe/Zagreb", members: "DE")
        let revised = try Schedule(
            id: schedule.id, zone: schedule.zone,
            layers: [
                schedule.layers[0].ending(at: change),
                Layer(
                    id: "base", revision: 2, plan: .rotation(daily), restrictions: nil,
                    active: Layer.ActivePeriod(from: change, until: nil)),
            ])
        #expect(try revised.names("2026-02-09T07:59:59.999Z") == "B")
        #expect(try revised.names("2026-02-09T08:00:00Z") == "E")
        #expect(try revised.names("2026-01-20T08:00:00Z") == schedule.names("2026-01-20T08:00:00Z"))
    }
}
