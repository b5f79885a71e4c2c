/// Rows under headings, every column as wide as its widest cell, two blanks between columns.
struct Table: Sendable {
    let headings: [String]
    private(set) var rows: [[Span]] = []
    /// Lines below a row, by its index.
    private var below: [Int: [[Span]]] = [:]

    /// How far lines below a row are indented against it.
    private static let belowIndent = 4

    init(_ headings: [String]) { self.headings = headings }

    /// A row has one cell for each heading. What does not fit into columns may follow on lines of its own.
    mutating func add(_ row: [Span], below lines: [[Span]] = []) {
        precondition(row.count == headings.count, "a row has as many cells as the table has columns")
        below[rows.count] = lines
        rows.append(row)
    }

    /// The lines, each begun with the indent given.
    func page(indent: Int = 0) -> Page {
        let all = [headings.map { Span($0, .faint) }] + rows
        let widths = headings.indices.map { column in all.map { $0[column].width }.max() ?? 0 }
        var page = Page()
        for (index, row) in all.enumerated() {
            var line = [Span(String(repeating: " ", count: indent))]
            for (column, cell) in row.enumerated() {
                line.append(cell)
                if column < row.count - 1 {
                    line.append(Span(String(repeating: " ", count: widths[column] - cell.width + 2)))
                }
            }
            page.line(line)
            // The headings come first.
            for line in below[index - 1, default: []] {
                page.line([Span(String(repeating: " ", count: indent + Self.belowIndent))] + line)
            }
        }
        return page
    }
}
