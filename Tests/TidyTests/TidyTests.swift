import Foundation
import Testing

/// The house rules that no compiler checks.
@Suite struct TidyTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct SourceFile {
        let path: String
        let room: String
        let lines: [String]
    }

    /// Every Swift file under a folder of the repository.
    static func files(in folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }
            .sorted()
        return try paths.map { path in
            let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
            return SourceFile(
                path: "\(folder)/\(path)", room: path.split(separator: "/").first.map(String.init) ?? "",
                lines: text.components(separatedBy: "\n"))
        }
    }

    static func imports(of file: SourceFile) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let index = words.firstIndex(of: "import"), index < 3, words.count > index + 1,
                words[..<index].allSatisfy({
                    ["package", "internal", "public", "private", "fileprivate", "@preconcurrency", "@testable"]
                        .contains($0)
                })
            else { return nil }
            return words[index + 1].split(separator: ".").first.map(String.init)
        }
    }

    static let pureRooms: [String: Set<String>] = [
        "CivilTime": [], "StrictJSON": [],
        // A mutex guards what was concluded before; it changes no answer.
        "Responsibility": ["CivilTime", "Synchronization"], "OnCall": ["CivilTime"],
        "Coordination": ["CivilTime", "OnCall", "Responsibility", "StrictJSON"], "Hashing": ["Crypto"],
        "Presets": ["StrictJSON"],
        "Transparency": ["Hashing", "StrictJSON"],
    ]

    @Test func pureRoomsImportOnlyWhatTheyMay() throws {
        for file in try Self.files(in: "Sources") {
            guard let allowed = Self.pureRooms[file.room] else { continue }
            for module in Self.imports(of: file) { #expect(allowed.contains(module), "\(file.path) imports \(module)") }
        }
    }

    /// What a merge could not settle is settled by hand.
    @Test func noFileHoldsMarksOfAMerge() throws {
        let marks = [String(repeating: "<", count: 7) + " ", String(repeating: ">", count: 7) + " "]
        for folder in ["Sources", "Tests", "Benchmarks", "Config", "docs", "systemd"] {
            let base = Self.root.appending(path: folder)
            for path in try FileManager.default.subpathsOfDirectory(atPath: base.path).sorted() {
                guard let text = try? String(contentsOf: base.appending(path: path), encoding: .utf8) else { continue }
                let held = text.split(separator: "\n").contains { line in marks.contains { line.hasPrefix($0) } }
                #expect(!held, "\(folder)/\(path) holds the marks of a merge")
            }
        }
    }

    /// A third-party module has one room that knows it.
    @Test func librariesAreKnownInOnePlace() throws {
        let homes: [String: Set<String>] = [
            "Crypto": ["Hashing"], "Hummingbird": ["Intake"], "HummingbirdCore": ["Intake"], "NIOCore": ["Intake"],
            "NIOPosix": ["Intake"],
            "HTTPTypes": ["Intake"], "ServiceLifecycle": ["Intake", "CommandLineTool"], "CSQLite": ["Ledger"],
            "CYAML": ["Settings"],
            "CCurl": ["Delivery", "CommandLineTool"], "UnixSignals": ["TocsinDaemon", "CommandLineTool"],
        ]
        for file in try Self.files(in: "Sources") {
            for module in Self.imports(of: file) {
                if let rooms = homes[module] { #expect(rooms.contains(file.room), "\(file.path) imports \(module)") }
            }
        }
    }

    @Test func noRoomImportsFoundation() throws {
        for file in try Self.files(in: "Sources") {
            for module in Self.imports(of: file) { #expect(module != "Foundation", "\(file.path) imports Foundation") }
        }
    }

    @Test func bannedCallsAreAbsent() throws {
        let banned = [
            "Date()", "try!", "readLine(", " print(", "fatalError(", " Task {", "Task.detached", "TODO", "FIXME", "XXX",
            "as! ",
        ]
        for file in try Self.files(in: "Sources") {
            for (number, line) in file.lines.enumerated()
            where !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") {
                for call in banned where !Self.isExcepted(call, file) {
                    #expect(!line.contains(call), "\(file.path):\(number + 1) has \(call)")
                }
            }
        }
    }

    /// A command of the command line is synchronous; the one that serves waits for the task it starts.
    static func isExcepted(_ call: String, _ file: SourceFile) -> Bool {
        call == " Task {" && file.path == "Sources/CommandLineTool/Adapters/LoopbackWebhookServer.swift"
    }

    /// Escape hatches of the type system need a reason beside them.
    @Test func escapeHatchesSayWhy() throws {
        for file in try Self.files(in: "Sources") {
            for (number, line) in file.lines.enumerated()
            where (line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)"))
                && !line.trimmingCharacters(in: .whitespaces).hasPrefix("//")
            {
                let before = file.lines[max(0, number - 12)..<number]
                #expect(
                    before.contains { $0.trimmingCharacters(in: .whitespaces).hasPrefix("//") },
                    "\(file.path):\(number + 1) gives no reason")
            }
        }
    }

    @Test func filesHoldOneIdea() throws {
        for file in try Self.files(in: "Sources") {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    /// Each room opens with what it is for.
    @Test func roomsIntroduceThemselves() throws {
        let files = try Self.files(in: "Sources")
        for room in Set(files.map(\.room)) where !["tocsin", "tocsind"].contains(room) {
            let opening = files.filter { $0.room == room }.contains { $0.lines.first?.hasPrefix("// \(room)") == true }
            #expect(opening, "no file of \(room) begins with its introduction")
        }
    }

    /// The project speaks of itself only.
    @Test func nothingOfTheWorkshopIsLeft() throws {
        let words = ["/work" + "/", "../sha" + "red", "sub" + "agent", "issue" + " #"]
        for path in try Self.paths {
            guard let text = try? String(contentsOf: Self.root.appending(path: path), encoding: .utf8) else { continue }
            for word in words { #expect(!text.contains(word), "\(path) has \(word)") }
        }
    }

    /// Everything that is kept, but what a build leaves behind.
    private static var paths: [String] {
        get throws {
            let folders = ["Sources", "Tests", "Config", "systemd", "scripts", "docs", "Benchmarks", ".ci"]
            let files = ["README.md", "CONTRIBUTING.md", "Makefile", "Package.swift", ".gitignore", ".swift-format"]
            for file in files {
                try #require(FileManager.default.fileExists(atPath: root.appending(path: file).path), "no \(file)")
            }
            return try files
                + folders.flatMap { folder in
                    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
                        .filter { !$0.hasPrefix(".build") }.map { "\(folder)/\($0)" }
                }
        }
    }

    @Test func shippedFilesAreMentioned() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        for command in ["make run", "make test", "make demo"] { #expect(readme.contains(command)) }
        let contributing = try String(contentsOf: Self.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
        let rooms = Set(try Self.files(in: "Sources").map(\.room))
        for room in rooms { #expect(contributing.contains("`\(room)`"), "CONTRIBUTING.md does not mention \(room)") }
    }
}
