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
        var object = JSONObject(expecting: 16)
        write(to: &object, showingCandidates: showingCandidates, isRed: isRed)
        return .object(object)
    }

    /// The same, member by member.
    func write(to members: inout some JSONMembers, showingCandidates: Bool, isRed: Bool) {
        members.set("owner", .string(owner.rawValue))
        members.set("party", .text(ownerParty?.rawValue))
        members.set("lead", .text(lead?.rawValue))
        members.set("performed_by", .text(performedBy))
        members.set("gap", .text(gap))
        members.set("parts", .text(parts))
        members.set("on_request", .bool(onRequest))
        members.set("until", .text(until?.rfc3339))
        members.set("sentence", .string(isRed ? redSentence : sentence))
        members.set("triage", .text(triage?.code))
        if showingCandidates, case .ambiguousAsset(let candidates) = triage {
            members.set("candidates", .strings(candidates.map(\.rawValue)))
        }
        members.set("decided_by") { $0.setDecision(of: self) }
        members.set("subject") { $0.setSubject(of: self, isRed: isRed) }
        members.set("because", .strings(isRed ? [] : because))
        members.set("rejected", objects: isRed ? 0 : rejected.count) { object, position in
            object.set("rule", .string(rejected[position].rule.rawValue))
            object.set("why", .string(rejected[position].why))
        }
    }

    /// Whose it is, without what quotes the report.
    var redSentence: String {
        "owner: \(ownerParty?.rawValue ?? owner.rawValue)\(triage == nil ? "" : " (in triage)"); the report is marked TLP:RED"
    }
}

extension JSONMembers {
    fileprivate mutating func setDecision(of ruling: Ruling) {
        let reference = ruling.agreement.map { agreement in
            ruling.revision.map { "\(agreement.rawValue)@\($0)" } ?? agreement.rawValue
        }
        set("rule", .string(ruling.rule.rawValue))
        set("source", .string(ruling.source))
        set("confidence", .string(ruling.confidence.rawValue))
        set("agreement", .text(reference))
        set("model", .text(ruling.model))
        set("config", .text(ruling.configuration.map { "sha256:" + $0 }))
    }

    fileprivate mutating func setSubject(of ruling: Ruling, isRed: Bool) {
        set("asset", isRed ? .null : .text(ruling.asset?.rawValue))
        set("service", .text(ruling.service?.rawValue))
        set("category", .string(ruling.category.rawValue))
        set("layer", .text(ruling.layer?.rawValue))
        set("duty", .text(ruling.duty?.rawValue))
    }
}

extension JSON {
    /// The text, or null.
    static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
