package import Responsibility

/// An incident as matchers see it: texts by field. The caller fills it. A field that is not set equals the empty text,
/// as in Prometheus.
package struct Matchable: Hashable, Sendable {
    private var values: [MatchField: String] = [:]

    /// An incident without any fields.
    package init() {}

    /// - Precondition: no field comes twice.
    package init(_ fields: KeyValuePairs<MatchField, String>) {
        values = Dictionary(uniqueKeysWithValues: fields.map { ($0.key, $0.value) })
    }

    /// The text of a field; nil when it is not set.
    package subscript(_ field: MatchField) -> String? {
        get { values[field] }
        set { values[field] = newValue }
    }

    /// By the written name of the field; nil also for a name that is none.
    package subscript(_ name: String) -> String? {
        MatchField(text: name).flatMap { values[$0] }
    }

    /// What a matcher compares.
    func text(of field: MatchField) -> String { values[field] ?? "" }
}

/// An incident that is matched.
package struct MatchSubject: Hashable, Sendable {
    /// Which incident.
    package let incident: IncidentID
    /// What matchers see of it.
    package let fields: Matchable

    /// An incident and what matchers see of it.
    package init(incident: IncidentID, fields: Matchable) {
        self.incident = incident
        self.fields = fields
    }
}

extension String {
    /// Byte for byte. `==` also holds for texts that only look the same (`é` as one character or as two), which
    /// patterns tell apart.
    func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
