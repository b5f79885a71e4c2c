extension Instant {
    /// For people, in UTC: `2026-03-10 02:15 UTC`, with seconds where there are any; what is less than a second is left out. What
    /// programs read is `rfc3339`.
    package var inWords: String {
        let whole = Instant(milliseconds: milliseconds - Int64(milliseconds % 1000 + 1000) % 1000)
        let parts = whole.rfc3339.dropLast().split(separator: "T", maxSplits: 1)
        guard parts.count == 2 else { return rfc3339 }
        return "\(parts[0]) \(parts[1].hasSuffix(":00") ? parts[1].dropLast(3) : parts[1]) UTC"
    }
}
