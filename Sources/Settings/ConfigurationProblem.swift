/// A place in a configuration file.
///
/// Two words long: a big configuration keeps a place for each of its 100,000 assets, and a tree one for each word.
package struct ConfigurationPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// One for all places of a file.
    private let source: SourceFile
    private let shortLine: UInt32
    private let shortColumn: UInt32

    /// As a person can open it: the path of tocsin.yaml as it was given, and what lies beneath its folder.
    package var file: String { source.path }
    /// 1 or more; 1 when the whole file is meant.
    package var line: Int { Int(shortLine) }
    /// 1 or more, in characters.
    package var column: Int { Int(shortColumn) }

    package init(file: String, line: Int = 1, column: Int = 1) {
        self.init(SourceFile(path: file), line: line, column: column)
    }

    /// A line or column beyond four thousand million, which no file within the limits has, is that.
    init(_ source: SourceFile, line: Int = 1, column: Int = 1) {
        self.source = source
        shortLine = UInt32(clamping: line)
        shortColumn = UInt32(clamping: column)
    }

    /// `Config/tocsin.yaml:12:5`.
    package var description: String { "\(file):\(line):\(column)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

/// A file that places are in. Two with the same path are the same file.
final class SourceFile: Hashable, Sendable {
    let path: String

    init(path: String) { self.path = path }

    static func == (left: SourceFile, right: SourceFile) -> Bool { left === right || left.path == right.path }
    func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

/// One thing that is wrong with the configuration; as a warning, one that is right and hardly meant.
package struct ConfigurationProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: ConfigurationPlace
    /// What is wrong, in words of the configuration. One line.
    package let what: String
    /// What to do. One line.
    package let hint: String

    package init(_ place: ConfigurationPlace, _ what: String, hint: String) {
        self.place = place
        self.what = what
        self.hint = hint
    }

    package var file: String { place.file }
    package var line: Int { place.line }
    package var column: Int { place.column }

    /// `file:line:column: what — hint`, one line.
    package var description: String { "\(place): \(what) — \(hint)" }
}

/// Why a configuration was not loaded: everything that is wrong with it, by place. Never empty.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [ConfigurationProblem]
    /// Whether the file that was asked for could not be read at all, so that nothing is known of what it says.
    package let isUnreadable: Bool

    /// - Precondition: there is at least one problem.
    package init(problems: [ConfigurationProblem], isUnreadable: Bool = false) {
        precondition(!problems.isEmpty, "an error without a problem")
        self.problems = problems
        self.isUnreadable = isUnreadable
    }

    /// One line for each problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Collects what is wrong while a configuration is read. Owned by one load.
final class ProblemLog {
    private var problems: Set<ConfigurationProblem> = []
    private var notedWarnings: Set<ConfigurationProblem> = []

    /// So that a file full of nonsense does not become a report nobody can read.
    static let problemsMax = 500

    var isEmpty: Bool { problems.isEmpty }
    /// Whatever is added now is dropped; what is dear to find out need not be.
    var isFull: Bool { problems.count >= Self.problemsMax }
    var count: Int { problems.count }

    func add(_ place: ConfigurationPlace, _ what: String, hint: String) {
        add(ConfigurationProblem(place, what, hint: hint))
    }

    func add(_ problem: ConfigurationProblem) {
        guard !isFull else { return }
        problems.insert(problem)
    }

    /// Notes what is right and hardly meant: nothing is refused for it.
    func warn(_ place: ConfigurationPlace, _ what: String, hint: String) {
        guard notedWarnings.count < Self.problemsMax else { return }
        notedWarnings.insert(ConfigurationProblem(place, what, hint: hint))
    }

    /// By file, line and column.
    var sorted: [ConfigurationProblem] { problems.sortedByPlace }
    /// By file, line and column.
    var warnings: [ConfigurationProblem] { notedWarnings.sortedByPlace }
}

extension Set<ConfigurationProblem> {
    fileprivate var sortedByPlace: [ConfigurationProblem] {
        sorted { ($0.place, $0.what, $0.hint) < ($1.place, $1.what, $1.hint) }
    }
}
