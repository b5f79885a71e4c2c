import Responsibility

/// Reads a matrix: a header of columns, and for each layer a row of letters that can be held beside the published page.
///
///     columns: "web wordpress vps vps+managed"
///     rows:
///       os:    "P   P         C   P?"
///
/// P provider, C customer, J joint, E each, - nobody; `?` marks an assumption. Notes say where a cell comes from.
struct MatrixReader {
    let reference: String?
    let places: BookPlaces

    static let keys = ["columns", "rows", "notes"]
    static let noteKeys = ["layer", "columns", "confidence", "note"]

    private static let owners: [String: Owner] = [
        "P": .provider, "C": .customer, "J": .joint, "E": .each, "-": .nobody,
    ]
    private static let assumed = "?"
    private static let columnsMax = 64

    /// A cell as the row has it, until notes refine it.
    private struct Draft {
        var owner: Owner
        var isAssumed: Bool
        var confidence: Confidence?
        var note = ""
    }

    func matrix(_ value: Value) -> Matrix? {
        guard let fields = Fields(value, "a matrix", keys: Self.keys) else { return nil }
        guard let columns = fields.required("columns").flatMap({ self.columns($0) }),
            let rows = fields.required("rows")?.entries()
        else { return nil }
        var drafts: [Layer: [Draft]] = [:]
        for row in rows {
            guard let layer = row.key.word(Layer.self) else { continue }
            if let reference { places.enter(.modelLayer(reference, layer), at: row.value.place) }
            drafts[layer] = cells(row.value, columns: columns)
        }
        _ = fields.optional("notes")?.list { note($0, columns: columns, drafts: &drafts) }
        for row in rows {
            guard let layer = Layer(rawValue: row.value.name), let cells = drafts[layer] else { continue }
            checkNotes(row.value, layer, cells, columns)
        }
        let cells = drafts.mapValues { row in
            row.map {
                Matrix.Cell(
                    owner: $0.owner, confidence: $0.confidence ?? ($0.isAssumed ? .assumed : .stated), note: $0.note)
            }
        }
        return Matrix(columns: columns, rows: cells)
    }

    private func columns(_ value: Value) -> [String]? {
        guard let text = value.scalar() else { return nil }
        let columns = text.split(separator: " ").map(String.init)
        guard (1...Self.columnsMax).contains(columns.count) else {
            value.problem(
                "\(columns.count) columns", hint: "write 1 to \(Self.columnsMax) service types, divided by blanks")
            return nil
        }
        for column in columns {
            let type = column.hasSuffix("+managed") ? String(column.dropLast("+managed".count)) : column
            guard Value.isIdentifier(type) else {
                value.problem(
                    "\(code(column)) is no column", hint: "write a service type, or one with +managed: vps+managed")
                return nil
            }
        }
        let repeated = columns.first { column in columns.count { $0 == column } > 1 }
        if let repeated {
            value.problem("the column \(code(repeated)) stands there twice", hint: "keep one")
            return nil
        }
        return columns
    }

    private func cells(_ value: Value, columns: [String]) -> [Draft]? {
        guard let text = value.scalar() else { return nil }
        let letters = text.split(separator: " ").map(String.init)
        guard letters.count == columns.count else {
            value.problem(
                "the row \(code(value.name)) has \(letters.count) cells for \(columns.count) columns",
                hint: "write one letter for each of: \(columns.joined(separator: ", "))")
            return nil
        }
        let drafts = zip(letters, columns).map { letter, column -> Draft? in
            let isAssumed = letter.hasSuffix(Self.assumed)
            let owner = Self.owners[isAssumed ? String(letter.dropLast()) : letter]
            if owner == nil {
                value.problem(
                    "\(code(letter)) in the column \(code(column)) of the row \(code(value.name)) is no owner",
                    hint: "P provider, C customer, J joint, E each, - nobody; a ? behind it marks an assumption")
            }
            return owner.map { Draft(owner: $0, isAssumed: isAssumed) }
        }
        let known = drafts.compactMap { $0 }
        return known.count == drafts.count ? known : nil
    }

    /// Applies one note to the cells it names.
    private func note(_ value: Value, columns: [String], drafts: inout [Layer: [Draft]]) -> Void? {
        guard let fields = Fields(value, "a note", keys: Self.noteKeys) else { return nil }
        let layer = fields.required("layer")?.word(Layer.self)
        let named = fields.required("columns").flatMap { self.named($0, columns) }
        let confidenceValue = fields.optional("confidence")
        let confidence = confidenceValue.map { $0.word(Confidence.self) }
        guard let text = fields.required("note")?.text(), let layer, let named, var row = drafts[layer] else {
            return nil
        }
        for index in named {
            row[index].note = text
            guard let confidence = confidence ?? nil, let confidenceValue else { continue }
            guard (confidence == .assumed) == row[index].isAssumed else {
                confidenceValue.problem(
                    "the row \(code(layer.rawValue)) and this note disagree about the column \(code(columns[index]))",
                    hint: "an assumed cell, and no other, has a ? behind its letter")
                break
            }
            row[index].confidence = confidence
        }
        drafts[layer] = row
        return ()
    }

    private func named(_ value: Value, _ columns: [String]) -> [Int]? {
        let found = value.list(min: 1) { item -> Int? in
            guard let name = item.scalar() else { return nil }
            if let index = columns.firstIndex(of: name) { return index }
            item.problem(
                "there is no column \(code(name))", hint: SimilarNames.hint(for: name, among: columns, kind: "column"))
            return nil
        }
        return found
    }

    /// An assumption has a reason, and joint work a split; both are in the cell's note.
    private func checkNotes(_ value: Value, _ layer: Layer, _ cells: [Draft], _ columns: [String]) {
        for (cell, column) in zip(cells, columns) where cell.note.isEmpty && (cell.isAssumed || cell.owner == .joint) {
            let why = cell.isAssumed ? "is assumed" : "is joint"
            let wanted = cell.isAssumed ? "why" : "which side does what"
            value.problem(
                "the cell \(layer.rawValue) of \(code(column)) \(why) and has no note",
                hint: "add to notes: {layer: \(layer.rawValue), columns: [\(column)], note: …} and say \(wanted)")
        }
    }
}
