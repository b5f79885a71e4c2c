import Responsibility
import StrictJSON

// A ruling on a ledger: what is decided stays in the envelope; sentences, which name people's things, are parts.
extension Ruling {
    /// Texts of the configuration are shorter than this; a longer one would be cut, because the envelope has a limit of its own.
    private static let textBytesMax = 1000

    private static func cut(_ text: String) -> String {
        text.utf8.count <= textBytesMax ? text : String(decoding: text.utf8.prefix(textBytesMax), as: UTF8.self)
    }

    func write(into form: inout EntryForm) {
        form.set("owner", owner.rawValue)
        form.set("owner_party", ownerParty)
        form.set("lead", lead)
        form.set("performed_by", performedBy.map(Self.cut))
        form.set("gap", gap.map(Self.cut))
        form.set("parts", parts.map(Self.cut))
        form.set("on_request", onRequest)
        form.set("until", until)
        form.set("rule", rule)
        form.set("source", Self.cut(source))
        form.set("confidence", confidence.rawValue)
        form.set("agreement", agreement)
        form.set("revision", revision)
        form.set("model", model)
        form.set("config", configuration)
        form.set("customer", customer)
        form.set("service", service)
        form.set("category", category.rawValue)
        form.set("layer", layer?.rawValue)
        form.set("duty", duty)
        form.set("triage", triage?.code)
        form.setPart("ruling", json: .object(texts))
    }

    /// Sentences and names, as one part: they stand and are erased together.
    private var texts: JSONObject {
        var texts = JSONObject()
        texts.set("asset", ifPresent: asset.map { .string($0.rawValue) })
        texts.set("cause", ifPresent: cause.map { .string($0) })
        texts.set("sentence", .string(sentence))
        texts.set("because", .strings(because))
        if case .ambiguousAsset(let candidates) = triage {
            texts.set("candidates", .strings(candidates.map(\.rawValue)))
        }
        if !rejected.isEmpty {
            texts.set(
                "rejected", .array(rejected.map { ["rule": .string($0.rule.rawValue), "why": .string($0.why)] }))
        }
        return texts
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        let part = form.part("ruling")
        let texts = { (name: String) in (part?[name]?.array ?? []).compactMap(\.string) }
        let triage: Triage? =
            switch form.optionalString("triage") {
            case nil: nil
            case "unknown_asset": .unknownAsset
            case "ambiguous_asset": .ambiguousAsset(candidates: texts("candidates").map { AssetID($0) })
            case "undecided": .undecided
            case "backdated": .backdated
            case let code?: throw form.failure("triage", "unknown word \"\(code)\"")
            }
        let rejected = (part?["rejected"]?.array ?? []).compactMap { element -> Rejected? in
            guard let rule = element["rule"]?.string, let why = element["why"]?.string else { return nil }
            return Rejected(rule: RuleID(rule), why: why)
        }
        self.init(
            owner: try form.word("owner"), ownerParty: form.optionalIdentifier("owner_party"),
            lead: form.optionalIdentifier("lead"), performedBy: form.optionalString("performed_by"),
            gap: form.optionalString("gap"), parts: form.optionalString("parts"),
            onRequest: form.flag("on_request"), until: try form.optionalInstant("until"),
            rule: try form.identifier("rule"),
            source: try form.string("source"), confidence: try form.word("confidence"),
            agreement: form.optionalIdentifier("agreement"), revision: form.optionalInteger("revision"),
            model: form.optionalString("model"), configuration: form.optionalString("config"),
            customer: form.optionalIdentifier("customer"),
            asset: part?["asset"]?.string.map { AssetID($0) }, service: form.optionalIdentifier("service"),
            category: try form.word("category"), layer: try form.optionalWord("layer"),
            duty: form.optionalIdentifier("duty"),
            cause: part?["cause"]?.string, triage: triage, because: texts("because"), rejected: rejected,
            sentence: part?["sentence"]?.string ?? EntryForm.erased)
    }
}
