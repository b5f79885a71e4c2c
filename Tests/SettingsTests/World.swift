import CivilTime
import Glibc
import Settings
import Testing

/// A copy of the shipped configuration in a folder of its own, with secrets, to be broken at will.
final class World {
    let folder: String

    static let channels = [
        "prov-noc", "prov-sec", "prov-mgr", "prov-pager", "prov-anong", "prov-boon", "prov-chai", "tern", "banyan",
        "mango", "orchid", "siam", "norr", "palma",
        "wing", "oldco",
    ]
    static let secret = "whsec_" + String(repeating: "QUJDREVGR0hJSktM", count: 2)

    /// The repository's Config folder.
    static let shipped = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Config"

    init() throws {
        var template = Array("/tmp/tocsin-settings-XXXXXX".utf8CString)
        let isMade = unsafe mkdtemp(&template) != nil
        try #require(isMade)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for name in ["Config", "Config/agreements", "Config/responsibility", "var", "var/secrets"] {
            unsafe mkdir(path(name), 0o700)
        }
        for name in try Self.files() {
            write(try Self.bytes("\(Self.shipped)/\(name)"), to: "Config/\(name)")
        }
        try makeZones()
        for channel in Self.channels {
            write(Array(Self.secret.utf8) + [0x0A], to: "var/secrets/\(channel)", mode: 0o600)
        }
    }

    deinit { removeTree(folder) }

    /// The zones of the shipped world, and a database that lists them and nothing else: so the messages do not depend on
    /// the version that the system has.
    private func makeZones() throws {
        let names = [
            "Asia/Bangkok", "Europe/Berlin", "Europe/London", "Europe/Madrid", "Europe/Stockholm", "Europe/Kyiv",
        ]
        for name in ["zoneinfo", "zoneinfo/Asia", "zoneinfo/Europe"] { unsafe mkdir(path(name), 0o700) }
        for name in names {
            let isLinked = unsafe symlink("/usr/share/zoneinfo/\(name)", path("zoneinfo/\(name)")) == 0
            try #require(isLinked)
        }
        let lines = ["# version 2026x"] + names.map { "Z \($0) 1 - LMT" } + ["L Europe/Kyiv Europe/Kiev"]
        write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "zoneinfo/tzdata.zi")
    }

    /// The shipped files, relative to Config.
    static func files() throws -> [String] {
        [
            "tocsin.yaml", "joint-care.yaml", "escalation.yaml", "calendars.yaml", "noise.yaml", "watches.yaml",
            "schedules.yaml",
        ]
            + ["responsibility", "agreements"].flatMap { folder in
                names("\(shipped)/\(folder)").map { "\(folder)/\($0)" }
            }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }
    var main: String { path("Config/tocsin.yaml") }

    func text(_ name: String) throws -> String {
        String(decoding: try Self.bytes(path("Config/\(name)")), as: UTF8.self)
    }

    /// Replaces the first occurrence of a text in a file of Config.
    func edit(_ name: String, _ old: String, _ new: String) throws {
        let text = try text(name)
        let range = try #require(text.firstRange(of: old), "\(name) does not contain \(old)")
        write(Array(text.replacingCharacters(range, new).utf8), to: "Config/\(name)")
    }

    func write(_ bytes: [UInt8], to name: String, mode: UInt32 = 0o644) {
        let descriptor = unsafe open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        precondition(descriptor >= 0, "cannot write \(name)")
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            precondition(count > 0, "cannot write \(name)")
            rest = rest.dropFirst(count)
        }
        fchmod(descriptor, mode)
    }

    /// A file of NUL bytes that takes no disk.
    func hole(of bytes: Int, at name: String) {
        write([], to: name)
        let isMade = unsafe truncate(path(name), off_t(bytes)) == 0
        precondition(isMade, "cannot make \(name)")
    }

    func makeFolder(_ name: String) { unsafe mkdir(path(name), 0o700) }

    func remove(_ name: String) { unsafe unlink(path(name)) }

    func load(
        ownUserID: UInt32 = 4711, zoneDirectory: String? = nil, now: (@Sendable () -> Instant)? = nil
    ) throws(ConfigurationError) -> LoadedSettings {
        let environment = SettingsEnvironment(
            credentialsDirectory: path("var/secrets"), ownUserID: ownUserID,
            zoneDirectory: zoneDirectory ?? path("zoneinfo"), now: now)
        return try LoadedSettings.load(path: main, environment: environment)
    }

    /// The problems of a load that must fail, with the temporary folder cut off.
    func problems() -> [String] {
        do throws(ConfigurationError) {
            _ = try load()
            return []
        } catch {
            return error.problems.map { $0.description.replacing(folder + "/", with: "") }
        }
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        try #require(descriptor >= 0, "cannot open \(path)")
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    static func names(_ folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { raw in
                unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private func removeTree(_ folder: String) {
        for name in Self.names(folder) {
            let path = "\(folder)/\(name)"
            if unsafe unlink(path) != 0 { removeTree(path) }
        }
        unsafe rmdir(folder)
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, _ new: String) -> String {
        String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
