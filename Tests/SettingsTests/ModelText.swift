import Testing

/// A shipped model as lines of text, each with what it is about, so that a test can change one thing of it.
struct ModelText {
    enum Subject: Hashable {
        case duty(String)
        /// What a category stands for.
        case category(String)
        /// A rule, by its id within the model.
        case rule(String)
        /// A row of the layer table.
        case layer(String)
    }

    struct Line {
        /// From 0.
        let number: Int
        let subject: Subject
        /// What the line says about its subject; empty where the line is the subject's only one.
        let key: String
        let value: String
    }

    let model: String
    private(set) var text: [String]
    let lines: [Line]

    var file: String { "responsibility/\(model).yaml" }

    init(_ model: String, in world: World) throws {
        self.model = model
        text = try world.text("responsibility/\(model).yaml").split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        lines = Self.read(text)
    }

    private static func read(_ text: [String]) -> [Line] {
        var lines: [Line] = []
        var section = ""
        var subject: Subject?
        for (number, line) in text.enumerated() {
            func add(_ subject: Subject?, _ key: String, _ value: Substring) {
                if let subject { lines.append(Line(number: number, subject: subject, key: key, value: String(value))) }
            }
            if let top = line.wholeMatch(of: #/([a-z_]+):.*/#) {
                section = String(top.1)
                subject = nil
            } else if section == "category_defaults", let found = line.wholeMatch(of: #/  ([a-z-]+): +(.*?)( +#.*)?/#) {
                add(.category(String(found.1)), "", found.2)
            } else if section == "matrix", let found = line.wholeMatch(of: #/ {2,4}([a-z_]+): +"(.*)"/#) {
                add(.layer(String(found.1)), "", found.2)
            } else if section == "duties", let found = line.wholeMatch(of: #/  ([a-z_.]+):/#) {
                subject = .duty(String(found.1))
            } else if section == "rules", let found = line.wholeMatch(of: #/  - id: ([a-z-]+)/#) {
                subject = .rule(String(found.1))
            } else if let found = line.wholeMatch(of: #/    ([a-z_]+): (.*)/#) {
                add(subject, String(found.1), found.2)
            }
        }
        return lines
    }

    /// Puts another text in the place of a line's value, and leaves its comment.
    mutating func change(_ line: Line, to value: String) {
        guard let range = text[line.number].firstRange(of: line.value) else { return }
        text[line.number].replaceSubrange(range, with: value)
    }

    /// Takes a line away and leaves an empty one, so that all others keep their numbers.
    mutating func clear(_ line: Line) { text[line.number] = "" }

    /// Takes the published page away, which stands last. A duty that contradicts it is refused.
    mutating func clearPage() { text.removeSubrange((text.firstIndex(of: "page:") ?? text.endIndex)...) }

    var bytes: [UInt8] { Array(text.joined(separator: "\n").utf8) }
}
