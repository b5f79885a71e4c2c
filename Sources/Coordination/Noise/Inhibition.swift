import Responsibility
package import StrictJSON

/// While one incident is open, notices about others that follow from it are held: a site that is down mutes the
/// services on it. The rule is Alertmanager's.
///
/// What a rule compares is the configuration's matter: without `customer` or `agreement` among the equal fields, one
/// customer's incident could mute another's, and the caller must not offer such a source.
package struct Inhibition: Hashable, Sendable {
    /// Its name in the configuration.
    package let id: InhibitionID
    /// What mutes.
    package let source: MatcherSet
    /// What is muted.
    package let target: MatcherSet
    /// Fields that both must have alike, in rising order. A field that is missing on both sides is alike.
    package let equal: [MatchField]

    /// - Throws: when too many fields are compared.
    package init(id: InhibitionID, source: MatcherSet, target: MatcherSet, equal: [MatchField])
        throws(InhibitionError)
    {
        guard equal.count <= NoiseLimits.equalFieldsMax else { throw .tooManyFields(equal.count) }
        self.id = id
        self.source = source
        self.target = target
        self.equal = Set(equal).sorted()
    }

    /// Whether the open incident `source` mutes the incident `target`. An incident never mutes itself, and of two that
    /// both match both sides neither mutes the other, for else both would be muted and nobody told.
    package func mutes(source: MatchSubject, target: MatchSubject) -> Bool {
        guard source.incident != target.incident, self.source.matches(source.fields),
            self.target.matches(target.fields), areAlike(source.fields, target.fields)
        else { return false }
        let bothMatchBoth = self.target.matches(source.fields) && self.source.matches(target.fields)
        return !bothMatchBoth
    }

    private func areAlike(_ source: Matchable, _ target: Matchable) -> Bool {
        equal.allSatisfy { source.text(of: $0).hasSameBytes(as: target.text(of: $0)) }
    }
}

extension Inhibition {
    /// The form in the record.
    package var written: JSONObject {
        JSONObject([
            .init("inhibition", .string(id.rawValue)), .init("source", source.written),
            .init("target", target.written), .init("equal", .strings(equal.map(\.text))),
        ])
    }

    /// Reads the written form back.
    package init(written: JSONObject) throws(NoiseFormError) {
        let form = NoiseForm(kind: "inhibition", object: written)
        var equal: [MatchField] = []
        for name in try form.strings("equal") {
            guard let field = MatchField(text: name) else { throw form.failure("equal", "unknown field \"\(name)\"") }
            equal.append(field)
        }
        let id: InhibitionID = try form.identifier("inhibition")
        let source = try MatcherSet(written: written["source"] ?? .null)
        let target = try MatcherSet(written: written["target"] ?? .null)
        do {
            try self.init(id: id, source: source, target: target, equal: equal)
        } catch {
            throw form.failure("equal", "\(error)")
        }
    }
}

/// Why an inhibition is no rule.
package enum InhibitionError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooManyFields(Int)

    /// Stable; for logs and answers.
    package var code: String { "inhibition-too-many-fields" }

    package var description: String {
        switch self {
        case .tooManyFields(let count):
            "\(count) fields are to be equal; at most \(NoiseLimits.equalFieldsMax) are accepted"
        }
    }
}
