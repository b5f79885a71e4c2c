extension Severity {
    /// The words that each severity is known by in the tools that send reports: our own, Prometheus labels, the syslog
    /// priorities of Falco, and the P scale. Words that two tools use for different things are left to the adapters, so
    /// a Nagios `CRITICAL` is not decided here.
    private static let wordsBySeverity: [(severity: Severity, words: [String])] = [
        (.info, ["info", "none", "informational", "debug", "p5"]),
        (.low, ["low", "notice", "p4"]),
        (.medium, ["medium", "warning", "p3"]),
        (.high, ["high", "error", "major", "p2"]),
        (.critical, ["critical", "page", "alert", "emergency", "p1"]),
    ]

    private static let severityByWord = Dictionary(
        uniqueKeysWithValues: wordsBySeverity.flatMap { row in row.words.map { ($0, row.severity) } })

    /// Every accepted word, from harmless to worst, for messages about a word that is not accepted.
    package static let acceptedWords: [String] = wordsBySeverity.flatMap(\.words)

    /// Reads one of `acceptedWords`, in upper or lower case. Nil for anything else; there is no silent default.
    package init?(word: String) {
        guard let severity = Self.severityByWord[word.lowercased()] else { return nil }
        self = severity
    }
}
