/// A published responsibility model: the matrix, the duties, the category defaults and the rules that are no plain
/// cell.
package struct ResponsibilityModel: Sendable {
    package let id: ModelID
    /// The dated version, for example `2026-01-01`.
    package let version: String
    package let title: String
    /// Where it was published, in words.
    package let source: String
    package let matrix: Matrix
    /// By id.
    package let duties: [DutyID: DutyDefinition]
    /// What a category means when a report names neither duty nor layer.
    package let categoryDefaults: [Category: CategoryDefault]
    package let rules: [ResponsibilityRule]

    package init(
        id: ModelID, version: String, title: String, source: String, matrix: Matrix, duties: [DutyID: DutyDefinition],
        categoryDefaults: [Category: CategoryDefault], rules: [ResponsibilityRule]
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.source = source
        self.matrix = matrix
        self.duties = duties
        self.categoryDefaults = categoryDefaults
        self.rules = rules
    }

    /// `hosting@2026-01-01`.
    package var reference: String { "\(id)@\(version)" }
}

/// Owners by layer and service column, as rows of letters that can be held beside the published page.
package struct Matrix: Sendable {
    /// One cell: the owner and how sure it is.
    package struct Cell: Hashable, Sendable {
        package let owner: Owner
        package let confidence: Confidence
        /// A note of the published page, or our reason for an assumption. May be empty.
        package let note: String

        package init(owner: Owner, confidence: Confidence, note: String = "") {
            self.owner = owner
            self.confidence = confidence
            self.note = note
        }
    }

    /// The columns in order, for example `vps` and `vps+managed`. A `+managed` column is for managed services of the
    /// type.
    package let columns: [String]
    /// For each layer one cell a column.
    package let rows: [Layer: [Cell]]

    package init(columns: [String], rows: [Layer: [Cell]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The column for a service: `type+managed` for a managed service when there is one, else `type`. Nil when the
    /// model has no column for the type.
    package func column(type: String, managed: Bool) -> String? {
        if managed, columns.contains(type + "+managed") { return type + "+managed" }
        return columns.contains(type) ? type : nil
    }

    package func cell(_ layer: Layer, column: String) -> Cell? {
        guard let index = columns.firstIndex(of: column), let row = rows[layer], row.indices.contains(index) else {
            return nil
        }
        return row[index]
    }
}

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
    /// What a gap in the purchase leaves open, for duties that an add-on brings.
    package let source: String
    package let confidence: Confidence
    /// The duty exists only when an authorised contact asks for it (restore upon request).
    package let onRequest: Bool

    package init(
        id: DutyID, title: String, category: Category, layer: Layer, holder: Holder, lead: Lead? = nil,
        parts: String? = nil,
        source: String, confidence: Confidence, onRequest: Bool = false
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
        self.onRequest = onRequest
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

/// What a category stands for when nothing finer is named.
package enum CategoryDefault: Hashable, Sendable {
    case duty(DutyID)
    case layer(Layer)
}

/// A rule of a model or of an agreement that is no plain cell.
package struct ResponsibilityRule: Sendable {
    /// What the rule is about; exactly one.
    package enum Selector: Hashable, Sendable {
        case duty(DutyID)
        case layer(Layer)
        case category(Category)
    }

    package let id: RuleID
    package let selector: Selector
    package let when: Condition
    package let owner: Owner
    package let lead: Lead?
    package let performedBy: String?
    package let gap: String?
    package let parts: String?
    package let source: String
    package let confidence: Confidence
    /// Breaks ties between rules with equally many conditions; higher wins.
    package let priority: Int

    package init(
        id: RuleID, selector: Selector, when: Condition, owner: Owner, lead: Lead? = nil, performedBy: String? = nil,
        gap: String? = nil, parts: String? = nil, source: String, confidence: Confidence, priority: Int = 0
    ) {
        self.id = id
        self.selector = selector
        self.when = when
        self.owner = owner
        self.lead = lead
        self.performedBy = performedBy
        self.gap = gap
        self.parts = parts
        self.source = source
        self.confidence = confidence
        self.priority = priority
    }
}

/// When a rule applies: every term that is present must hold.
package struct Condition: Hashable, Sendable {
    package var asset: AssetID?
    package var service: ServiceID?
    package var serviceType: String?
    package var managed: Bool?
    /// The service must have bought this add-on.
    package var addon: String?
    package var lifecycle: Lifecycle?
    /// The component that the report names must be in the service's managed scope.
    package var componentInManagedScope: Bool?
    package var cause: String?

    package init(
        asset: AssetID? = nil, service: ServiceID? = nil, serviceType: String? = nil, managed: Bool? = nil,
        addon: String? = nil,
        lifecycle: Lifecycle? = nil, componentInManagedScope: Bool? = nil, cause: String? = nil
    ) {
        self.asset = asset
        self.service = service
        self.serviceType = serviceType
        self.managed = managed
        self.addon = addon
        self.lifecycle = lifecycle
        self.componentInManagedScope = componentInManagedScope
        self.cause = cause
    }

    /// How many terms it has. Among rules that apply, the one with more terms wins.
    package var terms: Int {
        [
            asset != nil, service != nil, serviceType != nil, managed != nil, addon != nil, lifecycle != nil,
            componentInManagedScope != nil, cause != nil,
        ].count { $0 }
    }
}
