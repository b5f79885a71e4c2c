package import CivilTime

/// Why a schedule, a part of it, or a question to it was refused.
package enum ScheduleError: Error, Hashable, Sendable {
    case noMembers
    case noLayers
    case noWindows
    case noShifts
    case tooMany(Counted, count: Int, max: Int)
    case periodOutOfRange(Rotation.Cadence)
    case anchorOutOfRange(CivilDate)
    case handoffAtEndOfDay
    case windowEmpty(Restrictions.Window)
    case windowWithoutDays(Restrictions.Window)
    case windowBeginsAtEndOfDay(Restrictions.Window)
    case shiftEndsBeforeStart(CustomShift)
    case shiftTooLong(CustomShift)
    case shiftsOverlap(CustomShift, CustomShift)
    case periodEmpty(LayerID, from: Instant, until: Instant)
    /// Its revisions do not stand side by side.
    case layerTwice(LayerID)
    case revisionsOverlap(LayerID, Int, Int)
    case overrideEndsBeforeStart(OverrideID, start: Instant, end: Instant)
    case overrideTooLong(OverrideID)
    case reasonTooLong(OverrideID)
    case overrideTwice(OverrideID)
    case overridesOverlap(OverrideID, OverrideID, PersonID)
    case unknownOverride(OverrideID)
    case localTime(LocalTimeError)
    case rangeEmpty(from: Instant, to: Instant)
    case rangeTooLong(from: Instant, to: Instant)

    /// What there is a limit for.
    package enum Counted: String, Hashable, Sendable {
        case members
        case layers
        case windows
        case overrides
        case customShifts = "custom shifts"
        case zones
    }

    /// Stable; for logs and answers.
    package var code: String {
        switch self {
        case .noMembers: "schedule-no-members"
        case .noLayers: "schedule-no-layers"
        case .noWindows: "schedule-no-windows"
        case .noShifts: "schedule-no-shifts"
        case .tooMany: "schedule-too-many"
        case .periodOutOfRange: "schedule-period-out-of-range"
        case .anchorOutOfRange: "schedule-anchor-out-of-range"
        case .handoffAtEndOfDay: "schedule-handoff-at-end-of-day"
        case .windowEmpty: "schedule-window-empty"
        case .windowWithoutDays: "schedule-window-without-days"
        case .windowBeginsAtEndOfDay: "schedule-window-begins-at-end-of-day"
        case .shiftEndsBeforeStart: "schedule-shift-ends-before-start"
        case .shiftTooLong: "schedule-shift-too-long"
        case .shiftsOverlap: "schedule-shifts-overlap"
        case .periodEmpty: "schedule-period-empty"
        case .layerTwice: "schedule-layer-twice"
        case .revisionsOverlap: "schedule-revisions-overlap"
        case .overrideEndsBeforeStart: "override-ends-before-start"
        case .overrideTooLong: "override-too-long"
        case .reasonTooLong: "override-reason-too-long"
        case .overrideTwice: "override-twice"
        case .overridesOverlap: "override-overlap"
        case .unknownOverride: "override-unknown"
        case .localTime(let error): error.code
        case .rangeEmpty: "schedule-range-empty"
        case .rangeTooLong: "schedule-range-too-long"
        }
    }
}

extension ScheduleError: CustomStringConvertible {
    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .noMembers: "a rotation has no members; name at least one person"
        case .noLayers: "the schedule has no layers; give it at least one"
        case .noWindows: "the restrictions have no windows; leave them out where every hour counts"
        case .noShifts: "the table has no shifts; give it at least one, or leave the layer out"
        case .tooMany(let counted, let count, let max):
            "there are \(count) \(counted.rawValue), and \(max) are the most; take some out or split the schedule"
        case .periodOutOfRange(let cadence):
            "a rotation cannot hand over \(cadence); write a number from 1 to \(cadence.everyMax)"
        case .anchorOutOfRange(let date):
            "the rotation cannot start on \(date); its year must be from "
                + "\(OnCallLimits.anchorYears.lowerBound) to \(OnCallLimits.anchorYears.upperBound)"
        case .handoffAtEndOfDay: "24:00 only ends a day; write the handoff as 00:00, and start it on the day after"
        case .windowEmpty(let window):
            "\"\(window)\" ends when it begins; a whole day is 00:00 to 24:00, and for a whole week leave it out"
        case .windowWithoutDays(let window): "\"\(window)\" has no days; name those on which it begins"
        case .windowBeginsAtEndOfDay(let window):
            "\"\(window)\" begins at 24:00, which only ends a day; write 00:00 of the day after"
        default: descriptionOfParts
        }
    }

    private var descriptionOfParts: String {
        switch self {
        case .shiftEndsBeforeStart(let shift):
            "the shift of \(shift.person) from \(shift.start) ends at \(shift.end); it must end after it begins"
        case .shiftTooLong(let shift):
            "the shift of \(shift.person) from \(shift.start) lasts longer than "
                + "\(OnCallLimits.shiftLengthMax.inWords); write it as several"
        case .shiftsOverlap(let first, let second):
            "\(first.person) until \(first.end) and \(second.person) from \(second.start) overlap; one layer has one "
                + "person at a time, so change one of the shifts or move it to another layer"
        case .periodEmpty(let layer, let from, let until):
            "the layer \(layer) holds from \(from) until \(until), which is not after it; change one of them"
        case .layerTwice(let layer):
            "there are two layers \(layer), with another between them; give one another name, or put them side by side "
                + "as revisions"
        case .revisionsOverlap(let layer, let first, let second):
            "revision \(second) of the layer \(layer) must have the higher number and begin when revision \(first) has "
                + "ended"
        default: descriptionOfChanges
        }
    }

    private var descriptionOfChanges: String {
        switch self {
        case .overrideEndsBeforeStart(let id, let start, let end):
            "the override \(id) from \(start) ends at \(end); it must end after it begins"
        case .overrideTooLong(let id):
            "the override \(id) lasts longer than \(OnCallLimits.shiftLengthMax.inWords); change the rotation instead"
        case .reasonTooLong(let id):
            "the reason of the override \(id) is longer than \(OnCallLimits.reasonBytesMax) bytes; shorten it"
        case .overrideTwice(let id): "there are two overrides \(id); give one another name"
        case .overridesOverlap(let first, let second, let person):
            "the overrides \(first) and \(second) are both about \(person) at the same time; remove one, or let one end "
                + "before the other begins"
        case .unknownOverride(let id): "the schedule has no override \(id); name one of its overrides"
        case .localTime(let error): "\(error)"
        case .rangeEmpty(let from, let to): "the range from \(from) to \(to) is empty; its end must be after its start"
        case .rangeTooLong(let from, let to):
            "the range from \(from) to \(to) is longer than \(OnCallLimits.expansionMax.inWords) or leaves the years 0 "
                + "to 9999; ask for less at a time"
        default: code
        }
    }
}
