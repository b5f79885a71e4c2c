import CivilTime
import Coordination
import Responsibility

/// What noise.yaml says, with the places of the parties that it names.
struct WrittenNoise {
    var rules = NoiseRules()
    /// Whose windows they are.
    var windowParties: [Located<PartyID>] = []
}

/// Reads noise.yaml: which notices are held back without anybody's asking for it at the time.
struct NoiseReader {
    let windows: WindowReader
    let catalogue: Catalogue

    static let keys = ["maintenance_windows", "inhibitions", "flapping", "storms"]
    static let inhibitionKeys = ["id", "source", "target", "equal"]
    static let flappingKeys = ["changes", "within", "quiet"]
    static let stormKeys = ["notices", "within", "digest_every"]

    /// Inhibitions: each is held against every open incident whenever somebody is to be told.
    static let inhibitionsMax = 100

    func noise(_ value: Value) -> WrittenNoise {
        guard let fields = Fields(value, "the noise file", keys: Self.keys) else { return WrittenNoise() }
        let windows = fields.optional("maintenance_windows")?.list { self.windows.window($0) } ?? []
        let inhibitions = fields.optional("inhibitions")?.list(max: Self.inhibitionsMax) { inhibition($0) } ?? []
        let rules = NoiseRules(
            windows: windows.map(\.window), inhibitions: inhibitions,
            flap: fields.optional("flapping").flatMap { flapping($0) },
            storm: fields.optional("storms").flatMap { storms($0) })
        return WrittenNoise(rules: rules, windowParties: windows.map(\.party))
    }

    private func inhibition(_ value: Value) -> Inhibition? {
        guard let fields = Fields(value, "an inhibition", keys: Self.inhibitionKeys) else { return nil }
        let id = fields.declaredName(.inhibition, as: InhibitionID.self, in: catalogue)
        let source = fields.required("source", hint: "say which open incidents mute others")?.matchers()
        let targetValue = fields.required("target", hint: "say which incidents are muted by it")
        let target = targetValue?.matchers()
        let equal = fields.required(
            "equal", hint: "name the fields that both have alike, for example equal: [asset]; [] compares none")?
            .matchFields()
        guard let id, let source, let target, let targetValue, let equal else { return nil }
        if source == target {
            targetValue.log.warn(
                targetValue.place, "`target` is what `source` is, so neither incident ever mutes the other",
                hint: "say in one of them what the other has not, for example the category")
        }
        do throws(InhibitionError) {
            return try Inhibition(id: id, source: source, target: target, equal: equal)
        } catch {
            fields.problem("the inhibition \(code(id.rawValue)) cannot be: \(error)", hint: "compare fewer fields")
            return nil
        }
    }

    private func flapping(_ value: Value) -> FlapRule? {
        guard let fields = Fields(value, "flapping", keys: Self.flappingKeys) else { return nil }
        let changes = fields.required("changes")?.integer(in: 2...NoiseLimits.flapChangesMax)
        let within = fields.required("within")?.duration(in: Self.meterSpans)
        let quiet = fields.required("quiet")?.duration(in: Self.meterSpans)
        guard let changes, let within, let quiet else { return nil }
        return meter(fields) { () throws(MeterError) in
            try FlapRule(changes: changes, within: within, quiet: quiet)
        }
    }

    private func storms(_ value: Value) -> StormRule? {
        guard let fields = Fields(value, "storms", keys: Self.stormKeys) else { return nil }
        let notices = fields.required("notices")?.integer(in: 1...NoiseLimits.stormNoticesMax)
        let within = fields.required("within")?.duration(in: Self.meterSpans)
        let digestEvery = fields.required("digest_every")?.duration(in: Self.meterSpans)
        guard let notices, let within, let digestEvery else { return nil }
        return meter(fields) { () throws(MeterError) in
            try StormRule(notices: notices, within: within, digestEvery: digestEvery)
        }
    }

    private static let meterSpans = Elapsed.seconds(1)...NoiseLimits.meterSpanMax

    /// The ranges above are the rule's own; should they ever part, that is a problem like any other.
    private func meter<Rule>(_ fields: Fields, _ make: () throws(MeterError) -> Rule) -> Rule? {
        do throws(MeterError) {
            return try make()
        } catch {
            fields.problem("\(fields.subject) cannot be: \(error)", hint: "change \(code(error.field))")
            return nil
        }
    }
}

extension Value {
    /// Conditions on incidents in one text: `severity="high", asset=~"web-.*"`.
    func matchers() -> MatcherSet? {
        guard let text = scalar() else { return nil }
        do throws(MatcherError) {
            return try MatcherSet(text: text)
        } catch {
            sentenceProblem(
                "\(code(name)) is \(code(text)): \(error.description)",
                hint: "write conditions divided by commas, for example severity=\"high\", asset=~\"web-.*\"")
            return nil
        }
    }

    /// Fields of an incident, each once.
    fileprivate func matchFields() -> [MatchField]? {
        var seen: Set<MatchField> = []
        let read = list(max: NoiseLimits.equalFieldsMax) { item -> MatchField? in
            guard let text = item.scalar() else { return nil }
            guard let field = MatchField(text: text) else {
                let names = MatchField.named.map(\.text) + ["label.NAME"]
                item.problem(
                    "an incident has no field \(code(text))",
                    hint: SimilarNames.hint(for: text, among: names, kind: "field"))
                return nil
            }
            guard seen.insert(field).inserted else {
                item.problem("the field \(code(text)) is given twice", hint: "remove one")
                return nil
            }
            return field
        }
        return read
    }
}
