/// How a piece of text is marked on a terminal that shows colour.
enum Ink: Sendable {
    case plain, strong, faint, good, warning, bad

    /// The parameter of the SGR sequence, nil for none.
    var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        }
    }
}

/// A piece of one line. Control characters in it become visible the moment it is made, so nothing printed can hold any.
struct Span: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String
    let ink: Ink

    init(_ text: String, _ ink: Ink = .plain) {
        self.text = text.visible
        self.ink = ink
    }

    init(stringLiteral value: String) { self.init(value) }

    var width: Int { text.displayWidth }

    func rendered(inColour: Bool) -> String {
        guard inColour, let code = ink.code, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

/// What a command prints: lines of spans. Colour is decided when it is rendered, not when it is made.
struct Page: Sendable {
    private(set) var lines: [[Span]] = []

    mutating func line(_ spans: [Span]) { lines.append(spans) }
    mutating func line(_ text: String, _ ink: Ink = .plain) { lines.append([Span(text, ink)]) }
    mutating func blank() { if !lines.isEmpty { lines.append([]) } }

    mutating func heading(_ text: String) {
        blank()
        line(text, .strong)
    }

    /// Labels in one column, values in the next; further values of one label below the first. Rows without values are left out.
    mutating func fields(_ rows: [Field]) {
        let shown = rows.filter { !$0.values.isEmpty }
        let width = shown.map { $0.label.displayWidth }.max() ?? 0
        for row in shown {
            for (position, value) in row.values.enumerated() {
                let label = position == 0 ? row.label : ""
                let padding = String(repeating: " ", count: width - label.displayWidth + 2)
                line([Span("  "), Span(label, .faint), Span(padding)] + value)
            }
        }
    }

    mutating func append(_ other: Page) { lines.append(contentsOf: other.lines) }

    /// The text, every line ended by a line feed, without trailing blanks.
    func text(inColour: Bool) -> String {
        lines.map { spans in
            var kept = spans
            while let last = kept.last, last.text.allSatisfy({ $0 == " " }) { kept.removeLast() }
            return kept.map { $0.rendered(inColour: inColour) }.joined() + "\n"
        }
        .joined()
    }
}

/// One label with its values, for `Page.fields`.
struct Field: Sendable {
    let label: String
    let values: [[Span]]

    init(_ label: String, _ values: [[Span]]) {
        self.label = label
        self.values = values
    }

    init(_ label: String, _ text: String?, _ ink: Ink = .plain) {
        self.init(label, text.map { [[Span($0, ink)]] } ?? [])
    }

    init(_ label: String, each texts: [String]) { self.init(label, texts.map { [Span($0)] }) }
}
