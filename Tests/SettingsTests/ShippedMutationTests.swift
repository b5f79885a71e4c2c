import Coordination
import Responsibility
import Settings
import Testing

/// Each line of the models that decides something is held by a case: when it says something else, a case that is about it
/// differs.
///
/// All lines of one kind are changed at once, and then each is judged by the cases that are about it alone: a case that
/// names a duty is decided by that duty's own lines, one that names nothing but a category by that category's, and one
/// that a rule or a cell decided by that rule or cell. So a model is read a few times, and not a few hundred times.
@Suite("The cases hold every line of the models")
struct ShippedMutationTests {
    static let models = ["hosting", "managed-services"]

    /// A case, and how it is decided under the shipped configuration.
    private struct Sample: Sendable {
        let expected: ExplanationCase
        let ruling: Ruling
        let model: String

        /// Whether it was asked about nothing but a category.
        var isCategoryOnly: Bool { expected.ask.duty == nil && expected.ask.layer == nil }
    }

    private let world: World

    init() throws { world = try World() }

    /// All cases about a customer's service, by the model that decides. They are read once.
    private static let samples = Result<[String: [Sample]], any Error> {
        let book = try World().load().arrangements.book
        let samples = try ShippedCasesTests.all().compactMap { expected -> Sample? in
            let question = expected.ask.question(asker: expected.asker, at: expected.received)
            guard let ruling = try? book.rule(on: question), let model = model(of: ruling, in: book) else { return nil }
            return Sample(expected: expected, ruling: ruling, model: model)
        }
        return Dictionary(grouping: samples, by: \.model)
    }

    /// The model that decides for the service that a ruling is about.
    private static func model(of ruling: Ruling, in book: ResponsibilityBook) -> String? {
        guard let agreement = ruling.agreement, let number = ruling.revision,
            let revision = book.agreement(agreement, revision: number),
            let service = revision.services.first(where: { $0.id == ruling.service })
        else { return nil }
        let model = revision.models.first { $0.matrix.column(type: service.type, managed: service.managed) != nil }
        return model?.id.rawValue
    }

    // MARK: Kinds of change

    /// What becomes of a line: other words, or nothing when it is not of the kind.
    private typealias Change = (ModelText.Line) -> String?

    private func isHeld(
        in model: String, at least: Int, clearing cleared: Set<String> = [], _ change: Change,
        by isAbout: (Sample, ModelText.Line) -> Bool
    ) throws {
        let samples = try #require(try Self.samples.get()[model])
        var mutant = try ModelText(model, in: world)
        let changed = mutant.lines.compactMap { line in change(line).map { (line: line, value: $0) } }
        #expect(changed.count >= least, "the lines were not found")
        let owners = Set(changed.map(\.line.subject))
        for line in mutant.lines where cleared.contains(line.key) && owners.contains(line.subject) {
            mutant.clear(line)
        }
        for (line, value) in changed { mutant.change(line, to: value) }
        // Without the page, which guards most duties as well: the cases must do it alone.
        mutant.clearPage()
        world.write(mutant.bytes, to: "Config/\(mutant.file)")
        let arrangements = try world.load().arrangements
        for (line, value) in changed {
            let about = samples.filter { isAbout($0, line) }
            #expect(
                about.contains { !$0.expected.differences(under: arrangements).isEmpty },
                """
                \(mutant.file):\(line.number + 1) may say \(value) in place of \(line.value); \
                \(about.count) cases are about it
                """)
        }
    }

    private func isAboutDuty(_ sample: Sample, _ line: ModelText.Line) -> Bool {
        line.subject == sample.expected.ask.duty.map { .duty($0.rawValue) } && sample.expected.ask.cause == nil
    }

    private func duty(_ line: ModelText.Line, _ key: String) -> String? {
        if case .duty = line.subject, line.key == key { line.value } else { nil }
    }

    private static func other(_ owner: String) -> String { owner == "provider" ? "customer" : "provider" }

    // MARK: Duties

    /// What a rule about the very duty decides, whoever holds it.
    private static let ruledAnyway: Set<ModelText.Subject> = [.duty("net.ddos_advanced")]

    @Test("the holder of each duty", arguments: models)
    func owners(_ model: String) throws {
        try isHeld(
            in: model, at: 38, clearing: ["lead", "parts"],
            { Self.ruledAnyway.contains($0.subject) ? nil : duty($0, "owner").map(Self.other) }, by: isAboutDuty)
    }

    @Test("the layer that a duty follows", arguments: models)
    func followed(_ model: String) throws {
        try isHeld(
            in: model, at: 6, { duty($0, "follows").map { $0 == "os" ? "runtime" : "os" } }, by: isAboutDuty)
    }

    @Test("the lead of each joint duty", arguments: models)
    func leads(_ model: String) throws {
        try isHeld(in: model, at: 3, { duty($0, "lead").map { _ in "customer" } }, by: isAboutDuty)
    }

    @Test("how sure each duty is, where it is not stated", arguments: models)
    func confidences(_ model: String) throws {
        try isHeld(
            in: model, at: 10,
            { line in
                guard !Self.ruledAnyway.contains(line.subject) else { return nil }
                return duty(line, "confidence").map { $0 == "assumed" ? "stated" : "assumed" }
            }, by: isAboutDuty)
    }

    @Test("how sure each duty is, where it is stated", arguments: models)
    func statedConfidences(_ model: String) throws {
        let text = try ModelText(model, in: world)
        let unsure = Set(text.lines.filter { $0.key == "confidence" }.map(\.subject)).union(Self.ruledAnyway)
        try isHeld(
            in: model, at: 20,
            { line in
                unsure.contains(line.subject) ? nil : duty(line, "source").map { "\($0)\n    confidence: assumed" }
            }, by: isAboutDuty)
    }

    @Test("the layer of each duty", arguments: models)
    func layers(_ model: String) throws {
        try isHeld(
            in: model, at: 48, { duty($0, "layer").map { $0 == "people" ? "coordination" : "people" } }, by: isAboutDuty
        )
    }

    // MARK: Categories

    private func isAboutCategory(_ sample: Sample, _ line: ModelText.Line) -> Bool {
        sample.isCategoryOnly && line.subject == .category(sample.ruling.category.rawValue)
    }

    /// Where one model leaves a category to triage, the next model of the agreement is asked; so the other says the same.
    @Test("what each category stands for", arguments: models, ["triage", "app.seo", "cap.platform"])
    func categories(_ model: String, _ meaning: String) throws {
        func change(_ line: ModelText.Line) -> String? {
            guard case .category = line.subject, line.value != meaning else { return nil }
            return meaning
        }
        for name in Self.models where name != model {
            var other = try ModelText(name, in: world)
            for line in other.lines { change(line).map { other.change(line, to: $0) } }
            world.write(other.bytes, to: "Config/\(other.file)")
        }
        try isHeld(in: model, at: 22, change, by: isAboutCategory)
    }

    // MARK: Cells

    /// Columns that no customer of the sample world has; `ShippedRuleTests` asks for them in another world.
    private static let unsold: Set<String> = ["iaas+managed", "managed-infrastructure"]
    /// Cells that say the same as the rules about them, which also say who does the work.
    private static let ruledCells: Set<String> = [
        "physical×managed-aws", "network×managed-aws", "virtualization×managed-aws",
    ]

    @Test("each cell of the layer table", arguments: models)
    func cells(_ model: String) throws {
        let text = try ModelText(model, in: world)
        let heading = try #require(text.lines.first { $0.subject == .layer("columns") })
        let columns = heading.value.split(separator: " ").map(String.init)
        for (index, column) in columns.enumerated() where !Self.unsold.contains(column) {
            try isHeld(
                in: model, at: 6,
                { line in
                    guard case .layer(let layer) = line.subject, line.subject != heading.subject,
                        !Self.ruledCells.contains("\(layer)×\(column)")
                    else { return nil }
                    return Self.flipped(line.value, at: index)
                },
                by: { sample, line in
                    guard case .layer(let layer) = line.subject else { return false }
                    return sample.ruling.rule.rawValue == "\(model).\(layer)×\(column)"
                })
            try world.write(Self.shipped(text.file), to: "Config/\(text.file)")
        }
    }

    private static func shipped(_ file: String) throws -> [UInt8] { try World.bytes("\(World.shipped)/\(file)") }

    /// The row with the provider's cell given to the customer, or the other way round.
    private static func flipped(_ row: String, at column: Int) -> String {
        var cells = row.split(separator: " ").map(String.init)
        cells[column] = (cells[column].hasPrefix("P") ? "C" : "P") + cells[column].dropFirst()
        return cells.joined(separator: " ")
    }

    // MARK: Rules

    /// Rules about what no customer of the sample world has; `ShippedRuleTests` asks for them in another world.
    private static let unused: [String: Set<ModelText.Subject>] = [
        "managed-services": [.rule("ddos-advanced"), .rule("exit")]
    ]

    private func isDecidedBy(_ sample: Sample, _ line: ModelText.Line) -> Bool {
        guard case .rule(let id) = line.subject else { return false }
        return sample.ruling.rule.rawValue == "\(sample.model).\(id)"
    }

    private func rule(_ line: ModelText.Line, _ key: String, of model: String) -> String? {
        guard case .rule = line.subject, line.key == key, Self.unused[model]?.contains(line.subject) != true else {
            return nil
        }
        return line.value
    }

    @Test("whom each rule names", arguments: models)
    func ruleOwners(_ model: String) throws {
        try isHeld(
            in: model, at: 11, clearing: ["lead", "parts", "gap", "until", "performed_by"],
            { rule($0, "owner", of: model).map(Self.other) }, by: isDecidedBy)
    }

    @Test("how sure each rule is", arguments: models)
    func ruleConfidences(_ model: String) throws {
        try isHeld(
            in: model, at: 7, { rule($0, "confidence", of: model).map { $0 == "assumed" ? "stated" : "assumed" } },
            by: isDecidedBy)
    }
}
