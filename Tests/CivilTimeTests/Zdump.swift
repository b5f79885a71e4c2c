import CivilTime
import Foundation

/// The system's reader of zone files, asked in a process of its own.
enum Zdump {
    struct Change {
        let at: Instant
        let before: LocalTimeType
        let after: LocalTimeType
    }

    /// The changes of each zone between two instants, which the years of the cut must enclose.
    static func changes(of names: [String], cut: String, between start: Instant, and end: Instant) throws -> [String:
        [Change]]
    {
        var lines: [String: [(Instant, LocalTimeType)]] = [:]
        for line in try output(["-v", "-c", cut] + names).split(separator: "\n") {
            guard let (name, instant, type) = parse(line) else { continue }
            lines[name, default: []].append((instant, type))
        }
        return lines.mapValues { lines in
            zip(lines, lines.dropFirst()).compactMap { before, after in
                guard after.0.since(before.0) == .seconds(1), after.0 > start, after.0 < end,
                    before.1 != after.1
                else { return nil }
                return Change(at: after.0, before: before.1, after: after.1)
            }
        }
    }

    /// `Europe/Zagreb  Sun Mar 31 00:59:59 2024 UT = Sun Mar 31 01:59:59 2024 CET isdst=0 gmtoff=3600`
    private static func parse(_ line: Substring) -> (String, Instant, LocalTimeType)? {
        let words = line.split(separator: " ").map(String.init)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 16, words[6] == "UT", let month = months.firstIndex(of: words[2]), let day = Int(words[3]),
            let offset = Int64(words[15].dropFirst("gmtoff=".count))
        else { return nil }
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        guard let instant = Instant(rfc3339: "\(words[5])-\(two(month + 1))-\(two(day))T\(words[4])Z") else {
            return nil
        }
        return (
            words[0], instant,
            LocalTimeType(
                offsetSeconds: offset, isDaylightSaving: words[14] == "isdst=1", abbreviation: words[13])
        )
    }

    private static func output(_ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/zdump")
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
