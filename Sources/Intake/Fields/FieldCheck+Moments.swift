internal import CivilTime
internal import Coordination
internal import StrictJSON

// Times that may be a wall's.
extension FieldCheck {
    /// The text, once it is a time with an offset or one without.
    mutating func moment(_ value: JSON, at path: String) -> String? {
        guard let text = string(value, at: path) else { return nil }
        if OverrideRequest.Moment(text) != nil { return text }
        refuse(
            path,
            source == .form && Self.lostItsPlus(text)
                ? "has a blank before its offset where + belongs; write + as %2B in a query or form"
                : "must be a time with offset, such as 2026-10-25T02:30:00+01:00, or the time on the wall of the schedule's"
                    + " zone, such as 2026-10-25T02:30")
        return nil
    }
}

extension OverrideRequest.Moment {
    /// Nil for what is neither.
    init?(_ text: String) {
        if let instant = Instant(rfc3339: text) {
            self = .instant(instant)
        } else if let local = CivilDateTime(text: text) {
            self = .local(local)
        } else {
            return nil
        }
    }
}
