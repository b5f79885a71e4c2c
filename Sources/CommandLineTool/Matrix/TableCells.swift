extension String {
    /// As one cell of RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front, so that it stays
    /// text; control characters are made visible.
    var csvCell: String {
        var cell = visible
        if let first = cell.utf8.first, "=+-@".utf8.contains(first) { cell = "'" + cell }
        guard cell.contains(where: { $0 == "," || $0 == "\"" }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    /// As text inside a table of Markdown: nothing of it ends the cell or becomes markup of HTML.
    var markdownCell: String {
        visible.replacing("\\", with: "\\\\").replacing("|", with: "\\|").replacing("&", with: "&amp;")
            .replacing("<", with: "&lt;")
    }
}

extension String {
    /// The text in lines of at most so many columns, broken between words; a longer word has a line of its own.
    func wrapped(_ columns: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.displayWidth + 1 + String(word).displayWidth <= columns {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
