extension Instant {
    /// RFC 3339 with the zone's offset: `2026-03-30T13:00:00+02:00`; `Z` in UTC itself. RFC 3339 has no seconds in an
    /// offset: where a zone had them (before 1972), the offset is cut to the minute and the time agrees with what is
    /// written.
    package func rfc3339(in zone: TimeZoneRules) -> String {
        guard zone.name != .utc else { return rfc3339 }
        let minutes = zone.offsetSeconds(at: self) / 60
        let local = CivilDateTime(naiveMilliseconds: (self + .minutes(minutes)).milliseconds)
        let size = Int64(minutes.magnitude)
        return "\(local)\(minutes < 0 ? "-" : "+")\((size / 60).padded(2)):\((size % 60).padded(2))"
    }
}
