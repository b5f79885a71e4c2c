import CivilTime
import Glibc
import OnCall

/// What it costs to know who is on call at an instant: three layers with restrictions and a hundred overrides, in a zone
/// whose clocks change, at instants by chance over three years; beside a bare look-up of a number in a dictionary. Both
/// go through their questions in the same order.
enum OnCallFigures {
    private static let questionsCount = 10_000
    private static let zoneFile = "/usr/share/zoneinfo/Europe/Zagreb"

    static func run() {
        let schedule: Schedule
        do {
            schedule = try makeSchedule()
        } catch {
            preconditionFailure("the schedule of the benchmark is refused: \(error)")
        }
        let questions = instants()
        let question = best { measure(schedule, questions) }
        let limit = best { measureDictionary(questions) }
        let year = best { measureYear(schedule) }
        print(
            "on-call layers=\(schedule.layers.count) overrides=\(schedule.overrides.count) questions=\(questions.count)"
                + " who_ns=\(question) dictionary_ns=\(limit) ratio=\(question / max(limit, 1)) year_us=\(year / 1000)")
    }

    /// A fallback that changes weekly, nights of two days each, and office hours by the hour where nobody's turn is
    /// lost on a weekend.
    private static func makeSchedule() throws -> Schedule {
        let zone = try TimeZoneRules(name: ZoneName("Europe/Zagreb"), tzif: bytes(of: zoneFile))
        let start = CivilDate(daysSinceEpoch: 20_089)
        func hour(_ hour: Int64) -> TimeOfDay { TimeOfDay(milliseconds: hour * 3_600_000) ?? .midnight }
        let workdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
        let always = try Layer(
            id: "always",
            plan: .rotation(
                Rotation(.weekly(every: 1), startingOn: start, handoff: hour(9), zone: zone, members: people(7))),
            restrictions: Restrictions(
                [.weekly(from: .monday, at: hour(6), to: .monday, until: hour(5))], zone: zone))
        let nights = try Layer(
            id: "nights",
            plan: .rotation(
                Rotation(.daily(every: 2), startingOn: start, handoff: hour(12), zone: zone, members: people(5))),
            restrictions: Restrictions([.daily(from: hour(22), to: hour(6), on: workdays)], zone: zone))
        let office = try Layer(
            id: "office",
            plan: .rotation(
                Rotation(
                    .hourly(every: 4), startingOn: start, handoff: hour(8), zone: zone, members: people(3),
                    advance: .covered)),
            restrictions: Restrictions([.daily(from: hour(8), to: hour(16), on: workdays)], zone: zone))
        let first = zone.start(of: CivilDateTime(start, hour(0)))
        let overrides = try (0..<100).map { index in
            let begin = first + .hours(Int64(index) * 260)
            return try Override(
                id: OverrideID("override-\(index)"), start: begin, end: begin + .hours(24 + Int64(index) % 200),
                change: .replace(PersonID("person-\(index % 7)"), with: PersonID("stand-in-\(index)")), madeBy: "boss",
                reason: "a swap")
        }
        return try Schedule(id: "noc", zone: zone, layers: [always, nights, office], overrides: overrides)
    }

    private static func people(_ count: Int) -> [PersonID] { (0..<count).map { PersonID("person-\($0)") } }

    private static func instants() -> [Instant] {
        var state: UInt64 = 20_250_101
        return (0..<questionsCount).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let day = Int64(20_100 + (state >> 33) % 1095)
            return Instant(milliseconds: day * 86_400_000 + Int64((state >> 20) % 86_400_000))
        }
    }

    /// The best of five rounds: the others had company.
    private static func best(_ round: () -> Int) -> Int { (0..<5).map { _ in round() }.min() ?? 0 }

    private static func measure(_ schedule: Schedule, _ questions: [Instant]) -> Int {
        var count = 0
        let started = now()
        for instant in questions { count &+= schedule.onCall(at: instant).count }
        let elapsed = now() - started
        precondition(count > questions.count / 2)
        return elapsed / questions.count
    }

    private static func measureDictionary(_ questions: [Instant]) -> Int {
        let table = Dictionary(questions.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        var sum = 0
        let started = now()
        for instant in questions { sum &+= table[instant] ?? 0 }
        let elapsed = now() - started
        precondition(sum > 0)
        return elapsed / questions.count
    }

    /// All shifts of a year.
    private static func measureYear(_ schedule: Schedule) -> Int {
        let start = Instant(milliseconds: 20_454 * 86_400_000)
        let started = now()
        guard let shifts = try? schedule.shifts(from: start, to: start + .hours(365 * 24)) else {
            preconditionFailure("a year is too long")
        }
        let elapsed = now() - started
        precondition(shifts.count > 300)
        return elapsed
    }

    private static func now() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static func bytes(of path: String) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        precondition(descriptor >= 0, "no \(path); the benchmark needs the time zone database (package tzdata)")
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe read(descriptor, bytes.baseAddress, bytes.count)
        }
        return Array(buffer.prefix(max(0, count)))
    }
}
