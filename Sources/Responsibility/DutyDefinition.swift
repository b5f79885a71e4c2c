package import CivilTime

/// One duty of the catalogue.
package struct DutyDefinition: Sendable {
    /// Who owns it when no rule says otherwise.
    package enum Holder: Hashable, Sendable {
        case fixed(Owner)
        /// Follows whoever owns a layer of the same service.
        case follows(Layer)
    }

    package let id: DutyID
    package let title: String
    package let category: Category
    package let layer: Layer
    package let holder: Holder
    /// For joint duties: who leads. Nil means the provider.
    package let lead: Lead?
    /// For joint duties: how the work is split, in words.
    package let parts: String?
    package let source: String
    package let confidence: Confidence
    /// The duty exists only when one of these contacts of the customer asks for it (restore upon request). Empty: it
    /// always exists.
    package let requestedBy: [ContactRole]
    /// As often as the package of the service says (system backups). A package that holds none leaves the duty to
    /// nobody.
    package let byPackageSchedule: Bool
    /// How long after the scheduled time a run counts as missed.
    package let grace: Elapsed?

    package init(
        id: DutyID, title: String, category: Category, layer: Layer, holder: Holder, lead: Lead? = nil,
        parts: String? = nil,
        source: String, confidence: Confidence, requestedBy: [ContactRole] = [], byPackageSchedule: Bool = false,
        grace: Elapsed? = nil
    ) {
        self.id = id
        self.title = title
        self.category = category
        self.layer = layer
        self.holder = holder
        self.lead = lead
        self.parts = parts
        self.source = source
        self.confidence = confidence
        self.requestedBy = requestedBy
        self.byPackageSchedule = byPackageSchedule
        self.grace = grace
    }
}

/// Who leads when both own.
package enum Lead: Hashable, Sendable {
    case provider
    case customer
    /// Whoever terminates TLS for the service.
    case tlsTerminator
    /// Whoever operates the box: the owner of the operating system layer.
    case operatingSystemOwner
}
