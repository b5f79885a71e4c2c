/// In what a product counts the length of a text.
enum TextUnit: Sendable {
    /// Unicode scalars, which many products call characters.
    case scalars
    /// Bytes of UTF-8.
    case bytes
    /// Units of UTF-16, which the products that are written in JavaScript call characters. Never fewer than scalars, so
    /// it is also right where it is not said which of the two is meant.
    case utf16

    func size(of text: String) -> Int {
        switch self {
        case .scalars: text.unicodeScalars.count
        case .bytes: text.utf8.count
        case .utf16: text.utf16.count
        }
    }
}

/// How a product reads text: what has to be written otherwise so that it stands there as it was said, and in what it
/// counts.
///
/// All texts are tidied first (`String.tidied`), then mentions are broken, then markup is escaped, then it is cut: the
/// limit holds for what is sent, no escape is torn, and no character either. What was cut ends with `…`.
struct Dialect: Sendable {
    /// What stands around a text that is meant to be typed as it is.
    struct CodeMarks: Sendable {
        let open: String
        let close: String
        /// Whether markup works in there, and has to be escaped as elsewhere.
        let needsEscapes: Bool
    }

    let unit: TextUnit
    /// Whether an `@` before a name can call people.
    var breaksMentions = true
    /// Texts of which the product makes links without having an escape: a blank of no width goes after their first
    /// character.
    var broken: [String] = []
    /// Nil where the product has no such thing; the text then stands between backticks, as people write it.
    var codeMarks: CodeMarks?
    /// What is written for a scalar; nil: itself.
    var escape: @Sendable (Unicode.Scalar) -> String? = { _ in nil }

    private static let ellipsis = "…"

    /// A text in one line, of `max` units at most.
    func line(_ raw: String, max: Int) -> String { cut(tidied(raw, max: max), max: max) }

    /// A text that keeps its lines, of `max` units at most.
    func text(_ raw: String, max: Int) -> String { cut(tidied(raw, keepingLines: true, max: max), max: max) }

    /// Something to be typed, of `max` units at most, its marks included.
    func code(_ raw: String, max: Int) -> String {
        let text = tidied(raw, max: max).replacing("`", with: "'")
        guard let marks = codeMarks else { return cut("`" + text + "`", max: max) }
        let room = max - unit.size(of: marks.open + marks.close)
        return marks.open + cut(text, max: room, escaping: marks.needsEscapes) + marks.close
    }

    /// Sentences in which what stands between backticks is to be typed, of `max` units at most. Where that does not
    /// fit, or a backtick has no partner, all of it is ordinary text.
    func sentences(_ raw: String, max: Int) -> String {
        let tidied = tidied(raw, max: max)
        let pieces = tidied.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        guard codeMarks != nil, pieces.count % 2 == 1, pieces.count <= 9 else { return cut(tidied, max: max) }
        var text = ""
        for (position, piece) in pieces.enumerated() {
            if position % 2 == 0 {
                text += cut(piece, max: max + 1)
            } else if !piece.isBlank {
                text += code(piece, max: max + 1)
            }
            guard unit.size(of: text) <= max else { return cut(tidied, max: max) }
        }
        return text
    }

    /// As many lines as fit into `max` units, each after a bullet; then how many more there are.
    func list(_ lines: [String], lineMax: Int, max: Int) -> String {
        var text = ""
        for (position, line) in lines.enumerated() {
            let next = (position == 0 ? "" : "\n") + "• " + self.line(line, max: lineMax)
            let rest = lines.count - position - 1
            let tail = rest > 0 ? more(rest) : ""
            guard unit.size(of: text + next + tail) <= max else { return text + more(rest + 1) }
            text += next
        }
        return text
    }

    private func more(_ count: Int) -> String { "\n… and \(count) more" }

    // MARK: - Escaping and cutting

    /// As much of a text as is needed to tell whether it has to be cut: no unit is larger than a scalar, and
    /// `sentences` leaves out less than a few backticks.
    private func tidied(_ raw: String, keepingLines: Bool = false, max: Int) -> String {
        raw.tidied(keepingLines: keepingLines, max: max + 16)
    }

    private func cut(_ raw: String, max: Int, escaping: Bool = true) -> String {
        let text = breaking(raw)
        let room = max - unit.size(of: Self.ellipsis)
        var written = ""
        var size = 0
        /// Bytes of what was written while the ellipsis still had room.
        var kept = 0
        for character in text {
            let piece = escaping ? escaped(character) : String(character)
            size += unit.size(of: piece)
            guard size <= max else { return String(decoding: written.utf8.prefix(kept), as: UTF8.self) + Self.ellipsis }
            written += piece
            if size <= room { kept = written.utf8.count }
        }
        return written
    }

    private func breaking(_ raw: String) -> String {
        var text = breaksMentions ? raw.withBrokenMentions : raw
        for other in broken { text = text.replacing(other, with: other.prefix(1) + "\u{200B}" + other.dropFirst()) }
        return text
    }

    private func escaped(_ character: Character) -> String {
        var written = ""
        for scalar in character.unicodeScalars {
            if let other = escape(scalar) { written += other } else { written.unicodeScalars.append(scalar) }
        }
        return written
    }
}

extension Dialect {
    /// Text that is shown as it is, and calls nobody.
    static func plain(_ unit: TextUnit) -> Dialect { Dialect(unit: unit, breaksMentions: false) }

    /// The entities of HTML, for products that read a part of it.
    static func html(_ unit: TextUnit) -> Dialect {
        Dialect(
            unit: unit, codeMarks: CodeMarks(open: "<code>", close: "</code>", needsEscapes: true)
        ) { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: nil
            }
        }
    }

    /// Markdown, where a backslash takes the meaning from what follows it.
    static func markdown(_ unit: TextUnit, special: String) -> Dialect {
        let special = Set(special.unicodeScalars)
        return Dialect(unit: unit, codeMarks: CodeMarks(open: "`", close: "`", needsEscapes: false)) { scalar in
            special.contains(scalar) ? "\\" + String(scalar) : nil
        }
    }
}
