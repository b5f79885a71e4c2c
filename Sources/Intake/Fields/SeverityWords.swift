package import Responsibility

/// The words by which people and monitoring systems say how bad it is (Prometheus labels, Nagios and Icinga states,
/// Zabbix, syslog and Falco priorities, P-scales). A word that is not here is an error that names these, never a
/// silent default.
package enum SeverityWords {
    /// Each severity's words, its own name first.
    package static let table: [(severity: Severity, words: [String])] = [
        (.info, ["info", "informational", "information", "none", "debug", "p5"]),
        (.low, ["low", "notice", "unknown", "p4"]),
        (.medium, ["medium", "warning", "warn", "moderate", "average", "p3"]),
        (.high, ["high", "error", "err", "major", "unreachable", "p2"]),
        (.critical, ["critical", "crit", "alert", "emergency", "emerg", "page", "fatal", "disaster", "down", "p1"]),
    ]

    /// The severity a word stands for, in any case of letters; nil for words that are not in the table.
    package static func severity(_ word: String) -> Severity? { severities[word.lowercased()] }

    /// All words, for messages.
    package static var accepted: [String] { table.flatMap(\.words) }

    private static let severities = Dictionary(
        uniqueKeysWithValues: table.flatMap { row in row.words.map { ($0, row.severity) } })
}
