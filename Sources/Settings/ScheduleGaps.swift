import CivilTime
import Coordination
import OnCall

/// Warns of times in which nobody is on call. A team may mean it, so they are no problem; but nobody would notice one that
/// nobody meant until something happens in it.
struct ScheduleGaps {
    let log: ProblemLog

    /// How far ahead is looked.
    static let ahead = Elapsed.hours(14 * 24)

    func warn(of schedules: [WrittenSchedule], from now: Instant) {
        for written in schedules { warn(of: written, from: now) }
    }

    private func warn(of written: WrittenSchedule, from now: Instant) {
        let schedule = written.rota.schedule
        // A clock that is not set, or at the end of all dates, is no reason to say anything of schedules.
        guard let coverage = try? schedule.coverage(from: now, to: now + Self.ahead), !coverage.isComplete else {
            return
        }
        let preview = "see all of it with: tocsin schedule preview \(schedule.id)"
        if let gap = coverage.gaps.first {
            let others = coverage.gaps.count - 1
            log.warn(
                written.place,
                "the schedule \(code(schedule.id.text)) has nobody on call from"
                    + " \(gap.lowerBound.rfc3339(in: schedule.zone)) to \(gap.upperBound.rfc3339(in: schedule.zone))"
                    + (others > 0 ? ", and \(others) more times within 14 days" : "")
                    + ": a step that tells it is skipped then",
                hint: "if nobody is meant to be, leave it; else add a layer or an override; \(preview)")
        }
        if let swallowed = coverage.swallowed.first {
            log.warn(
                written.place,
                "of the schedule \(code(schedule.id.text)), the layer \(code(swallowed.layer.text)) has nothing of"
                    + " \(swallowed.from) to \(swallowed.to): clocks are put forward over it",
                hint: "if somebody is to serve it, move its bounds; \(preview)")
        }
    }
}
