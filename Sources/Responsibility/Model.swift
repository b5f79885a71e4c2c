/// A published responsibility model: the matrix, the duties, the category defaults and the rules that are no plain
/// cell.
package struct ResponsibilityModel: Sendable {
    package let id: ModelID
    /// The dated version, for example `2026-01-01`.
    package let version: String
    package let title: String
    /// Where it was published, in words.
    package let source: String
    package let matrix: Matrix
    /// By id.
    package let duties: [DutyID: DutyDefinition]
    /// What a category means when a report names neither duty nor layer.
    package let categoryDefaults: [Category: CategoryDefault]
    package let rules: [ResponsibilityRule]
    /// The published page itself, row by row in its order, and which duties each row comes down to.
    package let page: [PublishedRow]

    package init(
        id: ModelID, version: String, title: String, source: String, matrix: Matrix, duties: [DutyID: DutyDefinition],
        categoryDefaults: [Category: CategoryDefault], rules: [ResponsibilityRule], page: [PublishedRow] = []
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.source = source
        self.matrix = matrix
        self.duties = duties
        self.categoryDefaults = categoryDefaults
        self.rules = rules
        self.page = page
    }

    /// `hosting@2026-01-01`.
    package var reference: String { "\(id)@\(version)" }
}

/// Owners by layer and service column, as rows of letters that can be held beside the published page.
package struct Matrix: Sendable {
    /// One cell: the owner and how sure it is.
    package struct Cell: Hashable, Sendable {
        package let owner: Owner
        package let confidence: Confidence
        /// A note of the published page, or our reason for an assumption. May be empty.
        package let note: String

        package init(owner: Owner, confidence: Confidence, note: String = "") {
            self.owner = owner
            self.confidence = confidence
            self.note = note
        }
    }

    /// The columns in order, for example `vps` and `vps+managed`. A `+managed` column is for managed services of the
    /// type.
    package let columns: [String]
    /// For each layer one cell a column.
    package let rows: [Layer: [Cell]]

    package init(columns: [String], rows: [Layer: [Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The column for a service: `type+managed` for a managed service when there is one, else `type`. Nil when the
    /// model has no column for the type.
    package func column(type: String, managed: Bool) -> String? {
        if managed, columns.contains(type + "+managed") { return type + "+managed" }
        return columns.contains(type) ? type : nil
    }

    package func cell(_ layer: Layer, column: String) -> Cell? {
        guard let index = columns.firstIndex(of: column), let row = rows[layer], row.indices.contains(index) else {
            return nil
        }
        return row[index]
    }
}

/// What a category stands for when nothing finer is named.
package enum CategoryDefault: Hashable, Sendable {
    case duty(DutyID)
    case layer(Layer)
}

/// One row of a published page: the page's own words, the side it names, and what it comes down to.
package struct PublishedRow: Sendable {
    /// As the page counts: `row 15`, `2.1`, `summary row 7`.
    package let row: String
    /// The heading the row stands under.
    package let section: String
    package let text: String
    package let owner: Owner
    /// What the page makes the owner depend on; empty for most rows.
    package let condition: String
    package let duties: [DutyID]
    /// Why the model gives its duties to another side than the page does; empty where it does not.
    package let departs: String

    package init(
        row: String, section: String, text: String, owner: Owner, condition: String, duties: [DutyID],
        departs: String = ""
    ) {
        self.row = row
        self.section = section
        self.text = text
        self.owner = owner
        self.condition = condition
        self.duties = duties
        self.departs = departs
    }
}
