/// A rule of a model or of an agreement that is no plain cell.
package struct ResponsibilityRule: Sendable {
    /// What the rule is about; exactly one.
    package enum Selector: Hashable, Sendable {
        case duty(DutyID)
        case layer(Layer)
        case category(Category)
        /// Whatever it is about; for rules about a cause.
        case anything
    }

    package let id: RuleID
    package let selector: Selector
    package let when: Condition
    package let owner: Owner
    package let lead: Lead?
    package let performedBy: String?
    package let gap: String?
    package let parts: String?
    /// The rule applies until the agreement's retention after the end of the service is over; from then on nobody owns
    /// the matter.
    package let untilRetentionEnd: Bool
    package let source: String
    package let confidence: Confidence
    /// Breaks ties between rules with equally many conditions; higher wins.
    package let priority: Int

    package init(
        id: RuleID, selector: Selector, when: Condition, owner: Owner, lead: Lead? = nil, performedBy: String? = nil,
        gap: String? = nil, parts: String? = nil, untilRetentionEnd: Bool = false, source: String,
        confidence: Confidence, priority: Int = 0
    ) {
        self.id = id
        self.selector = selector
        self.when = when
        self.owner = owner
        self.lead = lead
        self.performedBy = performedBy
        self.gap = gap
        self.parts = parts
        self.untilRetentionEnd = untilRetentionEnd
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
