import Responsibility

/// Reads the rows of the published page that a model stands for, so that the page itself can be held beside what the
/// rules make of it.
struct PageReader {
    let reference: String?
    let places: BookPlaces

    static let keys = ["row", "section", "text", "owner", "condition", "duties", "departs"]

    /// - Parameter duties: The duties of the model, where they are known.
    func page(_ value: Value, duties: Set<DutyID>?) -> [PublishedRow]? {
        var seen: Set<String> = []
        return value.list { item -> PublishedRow? in
            guard let row = row(item, duties: duties) else { return nil }
            if let reference { places.enter(.modelRow(reference, row: row.row), at: item.place) }
            if !seen.insert(row.row).inserted {
                item.problem(
                    "\(code(row.row)) of the page is given twice", hint: "give each row once, as the page counts")
            }
            return row
        }
    }

    private func row(_ value: Value, duties: Set<DutyID>?) -> PublishedRow? {
        guard let fields = Fields(value, "a row of the page", keys: Self.keys) else { return nil }
        let row = fields.required("row")?.text(max: 40)
        let section = fields.required("section")?.text()
        let text = fields.required("text")?.text()
        let owner = fields.required("owner")?.word(Owner.self)
        let condition = fields.optional("condition").map { $0.text() } ?? ""
        let named = fields.required("duties", hint: "name the duties it comes down to")?
            .list(min: 1) { $0.duty(among: duties) }
        let departs = fields.optional("departs").map { $0.text() } ?? ""
        guard let row, let section, let text, let owner, let condition, let named, let departs else { return nil }
        return PublishedRow(
            row: row, section: section, text: text, owner: owner, condition: condition, duties: named,
            departs: departs)
    }
}
