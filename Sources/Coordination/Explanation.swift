package import CivilTime
package import Responsibility

/// A question without a report: whose would it be, and who would be told?
package struct Explanation: Sendable {
    package var asset: String?
    package var service: ServiceID?
    package var category: Category?
    package var layer: Layer?
    package var duty: DutyID?
    package var component: String?
    package var cause: String?
    package var severity: Severity
    package var personalData: PersonalData
    /// Significant in the sense of NIS2; the provider's side alone may say so.
    package var significant: Bool
    /// What it was classified as, for example `major`.
    package var classification: String?
    /// Firing: what its opening asks for; resolved: what its end does.
    package var status: Report.Status
    /// When planned work begins.
    package var windowStart: Instant?
    /// When the report would come in. Nil: now.
    package var at: Instant?
    /// When it would have been observed. Nil: when it comes in.
    package var observedAt: Instant?

    package init(
        asset: String? = nil, service: ServiceID? = nil, category: Category? = nil, layer: Layer? = nil,
        duty: DutyID? = nil, component: String? = nil, cause: String? = nil, severity: Severity = .medium,
        personalData: PersonalData = .none, significant: Bool = false, classification: String? = nil,
        status: Report.Status = .firing, windowStart: Instant? = nil, at: Instant? = nil, observedAt: Instant? = nil
    ) {
        self.asset = asset
        self.service = service
        self.category = category
        self.layer = layer
        self.duty = duty
        self.component = component
        self.cause = cause
        self.severity = severity
        self.personalData = personalData
        self.significant = significant
        self.classification = classification
        self.status = status
        self.windowStart = windowStart
        self.at = at
        self.observedAt = observedAt
    }
}

extension Explanation {
    /// The question of whose it is.
    package func question(asker: PartyID, at received: Instant) -> Question {
        Question(
            asset: asset, service: service, category: category, layer: layer, duty: duty, component: component,
            cause: cause, asker: asker, observedAt: min(observedAt ?? received, received), receivedAt: received)
    }

    /// What joint-care rules would look at: the report, and its classification where one is named.
    package func occasions(reporter: PartyID, at received: Instant) -> [Occasion] {
        let first = occasion(reporter: reporter, at: received)
        guard classification != nil, first.event == .opened else { return [first] }
        var classified = first
        classified.event = .classified
        return [first, classified]
    }

    private func occasion(reporter: PartyID, at received: Instant) -> Occasion {
        Occasion(
            event: status == .resolved ? .resolved : .opened, severity: severity, reporter: reporter,
            receivedAt: received, observedAt: observedAt,
            personalData: personalData, significant: significant || classification == "significant",
            classification: classification,
            windowStart: windowStart)
    }
}
