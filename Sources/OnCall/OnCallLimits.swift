package import CivilTime

/// What a schedule may hold and what one question may ask for. Each bound keeps a hostile or mistaken file from costing
/// more than a moment; none is near what a team needs.
package enum OnCallLimits {
    /// People in one rotation, counted as often as they stand in it.
    package static let membersMax = 200
    /// Layers of one schedule, every revision counted.
    package static let layersMax = 64
    /// Windows of one layer's restrictions.
    package static let windowsMax = 64
    /// Overrides of one schedule.
    package static let overridesMax = 2000
    /// Shifts of one table of custom shifts.
    package static let customShiftsMax = 10_000
    /// The longest that a custom shift or an override may last.
    package static let shiftLengthMax = Elapsed.hours(366 * 24)
    /// The longest stretch that one question may ask about.
    package static let expansionMax = Elapsed.hours(366 * 24)
    /// Zones of one preview.
    package static let previewZonesMax = 8
    /// Bytes of the reason of an override.
    package static let reasonBytesMax = 1000
    /// An anchor lies in these years, so that no arithmetic on it can leave the range of instants.
    package static let anchorYears: ClosedRange<Int64> = 1900...9999

    /// Bytes of a calendar that is read.
    package static let calendarBytesMax = 1 << 20
    /// Bytes of one line of a calendar, after unfolding.
    package static let calendarLineBytesMax = 8192
    /// Events of one calendar.
    package static let calendarEventsMax = 5000
    /// How deep components of a calendar may be nested: an alarm in an event in a calendar is three.
    package static let calendarDepthMax = 4
    /// Attendees of one event.
    package static let calendarAttendeesMax = 50
    /// Dates that one event may leave out.
    package static let calendarExceptionsMax = 1000
    /// `INTERVAL` and `COUNT` of a recurrence.
    package static let recurrenceIntervalMax = 1000
    package static let recurrenceCountMax = 10_000
    /// Dates that the recurrences of one calendar are walked through, over all its events.
    package static let recurrenceStepsMax = 200_000
}
