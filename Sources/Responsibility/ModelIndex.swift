/// A model with its rules by what they are about. Shared by all agreements that use it.
final class ModelIndex: Sendable {
    let model: ResponsibilityModel
    let rules: [ResponsibilityRule.Selector: [ResponsibilityRule]]
    /// The causes that its rules ask for.
    let causes: Set<String>

    init(_ model: ResponsibilityModel) {
        self.model = model
        rules = Dictionary(grouping: model.rules, by: \.selector)
        causes = Set(model.rules.compactMap(\.when.cause))
    }

    /// The id of a cell's answer: `hosting.os×vps`.
    func cellRule(_ layer: Layer, column: String) -> RuleID { RuleID("\(model.id).\(layer.rawValue)×\(column)") }

    /// The id of the answer of a duty's own definition: `hosting.db.schema`.
    func dutyRule(_ duty: DutyID) -> RuleID { RuleID("\(model.id).\(duty)") }

    /// The text that a cell rests on. A note of the published page is named beside the table; any other note is a
    /// reason.
    func source(of cell: Matrix.Cell) -> String {
        let table = "\(model.source), layer table"
        if cell.note.isEmpty { return table }
        return table + (cell.note.hasPrefix("note") ? " and " : "; ") + cell.note
    }
}

/// A revision of an agreement with what its lookups need at hand.
final class IndexedRevision: Sendable {
    let revision: AgreementRevision
    /// The models that apply, in the agreement's order.
    let models: [ModelIndex]
    let overrides: [ResponsibilityRule.Selector: [ResponsibilityRule]]
    /// The profile of each service, by its number.
    let profiles: [Int]
    /// Whether rules of its own name single assets.
    let namesAssets: Bool
    let inForceFact: String
    /// `service svc-tern (vps, unmanaged)`, by its number.
    let serviceTitles: [String]
    let customerName: String

    init(_ revision: AgreementRevision, models: [ModelIndex], profiles: [Int], customerName: String) {
        self.revision = revision
        self.models = models
        self.profiles = profiles
        self.customerName = customerName
        serviceTitles = revision.services.map { "service \($0.id) (\($0.kind))" }
        overrides = Dictionary(grouping: revision.overrides, by: \.selector)
        namesAssets = revision.overrides.contains { $0.when.asset != nil }
        inForceFact = "agreement \(revision.id) revision \(revision.revision) was in force when it was observed"
    }

    /// Where in `models` the model stands that decides for a service: the first with a column for its type.
    func decidingModel(for service: Service) -> Int? {
        models.firstIndex { $0.model.matrix.column(type: service.type, managed: service.managed) != nil }
    }
}

/// The duties and category defaults of a few models; where two define the same, the earlier does.
struct Catalogue: Sendable {
    let models: [ModelIndex]

    func duty(_ id: DutyID) -> (definition: DutyDefinition, model: ModelIndex)? {
        for model in models {
            if let definition = model.model.duties[id] { return (definition, model) }
        }
        return nil
    }

    /// What the first model takes a category to stand for; nil where it leaves it to triage, whatever others say.
    func categoryDefault(_ category: Category) -> CategoryDefault? {
        models.first?.model.categoryDefaults[category]
    }

    /// By id.
    var knownDuties: [DutyID] { Set(models.flatMap(\.model.duties.keys)).sorted() }
}
