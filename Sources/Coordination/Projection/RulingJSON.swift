package import Responsibility
package import StrictJSON

extension Ruling {
    /// The ruling as answers and notices show it.
    ///
    /// - Parameter showingCandidates: Whether the reader may learn which assets share an ambiguous name.
    package func json(showingCandidates: Bool) -> JSON {
        var object = JSONObject()
        object.set("owner", .string(owner.rawValue))
        object.set("party", .text(ownerParty?.rawValue))
        object.set("lead", .text(lead?.rawValue))
        object.set("performed_by", .text(performedBy))
        object.set("gap", .text(gap))
        object.set("parts", .text(parts))
        object.set("sentence", .string(sentence))
        object.set("triage", .text(triage?.code))
        if showingCandidates, case .ambiguousAsset(let candidates) = triage {
            object.set("candidates", .strings(candidates.map(\.rawValue)))
        }
        object.set("decided_by", decidedBy)
        object.set("subject", subject)
        object.set("because", .strings(because))
        object.set(
            "rejected", .array(rejected.map { ["rule": .string($0.rule.rawValue), "why": .string($0.why)] }))
        return .object(object)
    }

    private var decidedBy: JSON {
        let reference = agreement.map { agreement in revision.map { "\(agreement)@\($0)" } ?? agreement.rawValue }
        return [
            "rule": .string(rule.rawValue), "source": .string(source), "confidence": .string(confidence.rawValue),
            "agreement": .text(reference), "model": .text(model),
        ]
    }

    private var subject: JSON {
        [
            "asset": .text(asset?.rawValue), "service": .text(service?.rawValue),
            "category": .string(category.rawValue),
            "layer": .text(layer?.rawValue), "duty": .text(duty?.rawValue),
        ]
    }
}

extension JSON {
    /// The text, or null.
    static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
