/// Rows under headings, every column as wide as its widest cell, two blanks between columns.
struct Table: Sendable {
    let headings: [String]
    private(set) var rows: [[Span]] = []

    init(_ headings: [String]) { self.headings = headings }

    /// A row has one cell for each heading.
    mutating func add(_ row: [Span]) {
        precondition(row.count == headings.count, "a row has as many cells as the table has columns")
        rows.append(row)
    }

    /// The lines, each begun with the indent given.
    func page(indent: Int = 0) -> Page {
        let all = [headings.map { Span($0, .faint) }] + rows
        let widths = headings.indices.map { column in all.map { $0[column].width }.max() ?? 0 }
        var page = Page()
        for row in all {
            var line = [Span(String(repeating: " ", count: indent))]
            for (column, cell) in row.enumerated() {
                line.append(cell)
                if column < row.count - 1 {
                    line.append(Span(String(repeating: " ", count: widths[column] - cell.width + 2)))
                }
            }
            page.line(line)
        }
        return page
    }
}
