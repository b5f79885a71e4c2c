// What the tests of several rooms need of civil time: the machine's zones, literals, and a reproducible sequence.

package import CivilTime
import Foundation

/// The time zone database of the machine that runs the tests.
package enum Zoneinfo {
    package static let directory = "/usr/share/zoneinfo"

    /// Every compiled zone below the directory by its name, those without a region included, but not the copies that
    /// count leap seconds (`right/`) or say again what the others say (`posix/`, `localtime`).
    package static let files: [(name: String, bytes: [UInt8])] = {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
        return paths.sorted().compactMap { path in
            guard !path.hasPrefix("right/"), !path.hasPrefix("posix/"), path != "localtime", path != "posixrules",
                let data = FileManager.default.contents(atPath: "\(directory)/\(path)"),
                data.starts(with: Array("TZif".utf8))
            else { return nil }
            return (path, Array(data))
        }
    }()

    /// The rules of every zone. Where a file's name is none that settings may state, the rules have another.
    package static let zones: [(name: String, rules: TimeZoneRules)] = files.compactMap { file in
        guard let name = (try? ZoneName(file.name)) ?? (try? ZoneName("Etc/GMT")),
            let rules = try? TimeZoneRules(name: name, tzif: file.bytes)
        else { return nil }
        return (file.name, rules)
    }

    package static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(directory)/\(name)")))
    }

    package static func rules(_ name: String) throws -> TimeZoneRules {
        try TimeZoneRules.cached[name] ?? TimeZoneRules(name: ZoneName(name), tzif: bytes(name))
    }

    package static func text(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: "\(directory)/\(name)"), encoding: .utf8)
    }
}

extension TimeZoneRules {
    fileprivate static let cached = Dictionary(
        Zoneinfo.zones.map { ($0.name, $0.rules) }, uniquingKeysWith: { first, _ in first })
}

/// For literals in tests; a bad one fails the test that has it.
package func instant(_ text: String) throws -> Instant {
    guard let instant = Instant(rfc3339: text) else { throw BadLiteral(text: text) }
    return instant
}

package func local(_ text: String) throws -> CivilDateTime {
    guard let local = CivilDateTime(text: text) else { throw BadLiteral(text: text) }
    return local
}

package func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(text: text) else { throw BadLiteral(text: text) }
    return date
}

package struct BadLiteral: Error {
    package let text: String

    package init(text: String) { self.text = text }
}

/// A reproducible sequence (SplitMix64), so that a failure can be repeated.
package struct Sequence64: RandomNumberGenerator {
    package var state: UInt64
    package init(seed: UInt64) { state = seed }
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
