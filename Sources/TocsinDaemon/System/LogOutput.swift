import Glibc
package import Logging
import StrictJSON

/// Writes log lines to standard error, one write(2) a line: `level message key=value …`. When standard error is the journal, the
/// line begins with its syslog priority in angle brackets instead of the level (sd-daemon(3)).
package struct LogOutput: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let toJournal: Bool

    package init(level: Logger.Level, toJournal: Bool) {
        logLevel = level
        self.toJournal = toJournal
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let merged = event.metadata.map { metadata.merging($0) { _, new in new } } ?? metadata
        var line = toJournal ? "<\(Self.priority(of: event.level))>" : "\(event.level) "
        line += Self.escaped("\(event.message)")
        for (key, value) in merged.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(Self.quoted("\(value)"))" }
        var bytes = Array(line.utf8.prefix(Self.lineBytesMax))
        bytes.append(UInt8(ascii: "\n"))
        _ = unsafe write(2, bytes, bytes.count)
    }

    /// Longer lines are cut; journald would split them.
    private static let lineBytesMax = 16 * 1024

    private static func priority(of level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// What peers write never breaks a line or moves a terminal's cursor: control and bidirectional characters become escapes.
    static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isDangerous) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isDangerous(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func quoted(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
        }
        return plain && !text.isEmpty ? text : escaped(JSON.string(text).text)
    }

    /// Whether descriptor 2 is the journal's stream. The variable alone is not enough: it is inherited by processes whose standard
    /// error was redirected (systemd.exec(5)).
    package static func standardErrorIsJournal(environment: [String: String]) -> Bool {
        guard let stream = environment["JOURNAL_STREAM"] else { return false }
        var status = stat()
        guard unsafe fstat(2, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}
