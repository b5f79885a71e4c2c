import CivilTime
package import Responsibility
package import StrictJSON

extension Ruling {
    /// The ruling as answers and notices show it.
    ///
    /// - Parameters:
    ///   - showingCandidates: Whether the reader may learn which assets share an ambiguous name.
    ///   - isRed: The report is marked red and the reader is not its reporter: what quotes it is left out.
    package func json(showingCandidates: Bool, isRed: Bool = false) -> JSON {
        var object = JSONObject()
        object.set("owner", .string(owner.rawValue))
        object.set("party", .text(ownerParty?.rawValue))
        object.set("lead", .text(lead?.rawValue))
        object.set("performed_by", .text(performedBy))
        object.set("gap", .text(gap))
        object.set("parts", .text(parts))
        object.set("on_request", .bool(onRequest))
        object.set("until", .text(until?.rfc3339))
        object.set("sentence", .string(isRed ? redSentence : sentence))
        object.set("triage", .text(triage?.code))
        if showingCandidates, case .ambiguousAsset(let candidates) = triage {
            object.set("candidates", .strings(candidates.map(\.rawValue)))
        }
        object.set("decided_by", decidedBy)
        object.set("subject", subject(isRed: isRed))
        object.set("because", .strings(isRed ? [] : because))
        let shown = isRed ? [] : rejected
        object.set("rejected", .array(shown.map { ["rule": .string($0.rule.rawValue), "why": .string($0.why)] }))
        return .object(object)
    }

    private var decidedBy: JSON {
        let reference = agreement.map { agreement in revision.map { "\(agreement)@\($0)" } ?? agreement.rawValue }
        return [
            "rule": .string(rule.rawValue), "source": .string(source), "confidence": .string(confidence.rawValue),
            "agreement": .text(reference), "model": .text(model),
            "config": .text(configuration.map { "sha256:" + $0 }),
        ]
    }

    /// Whose it is, without what quotes the report.
    var redSentence: String {
        "owner: \(ownerParty?.rawValue ?? owner.rawValue)\(triage == nil ? "" : " (in triage)"); the report is marked TLP:RED"
    }

    private func subject(isRed: Bool) -> JSON {
        [
            "asset": isRed ? .null : .text(asset?.rawValue), "service": .text(service?.rawValue),
            "category": .string(category.rawValue),
            "layer": .text(layer?.rawValue), "duty": .text(duty?.rawValue),
        ]
    }
}

extension JSON {
    /// The text, or null.
    static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
