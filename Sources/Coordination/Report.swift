package import CivilTime
package import Responsibility
package import StrictJSON

/// One statement that something is, or is no longer, wrong: the fields of a report after they were checked.
package struct Report: Sendable {
    package enum Status: String, CaseIterable, Sendable {
        case firing, resolved
        /// Answered with a ruling and put on record; nobody is told.
        case test
    }

    /// Traffic light protocol 2.0: how far the report may travel.
    package enum TrafficLight: String, CaseIterable, Sendable {
        case clear, green, amber
        case amberStrict = "amber+strict"
        case red
    }

    /// 1 to 200 characters, one line.
    package var summary: String
    /// The asset as the reporter names it, or `unknown`; nil when only a service is named.
    package var asset: String?
    package var service: ServiceID?
    /// Nil: that of the duty, else `anomaly`; the ruling says which.
    package var category: Category?
    package var layer: Layer?
    package var duty: DutyID?
    package var component: String?
    package var cause: String?
    package var severity: Severity
    package var status: Status
    /// Never later than the reception, within clock tolerance.
    package var observedAt: Instant?
    package var dedupKey: String?
    /// Groups retries of one request; kept per party.
    package var idempotencyKey: String?
    package var details: String?
    package var trafficLight: TrafficLight
    /// Attach to this incident instead of opening one.
    package var incident: IncidentID?
    /// The tool that sent it, for example `alertmanager`.
    package var tool: String?
    /// Everything else that was accepted: evidence, indicators, labels, contact and so on, as sent.
    package var attachments: JSONObject

    package init(
        summary: String, asset: String? = nil, service: ServiceID? = nil, category: Category? = nil,
        layer: Layer? = nil,
        duty: DutyID? = nil, component: String? = nil, cause: String? = nil, severity: Severity = .medium,
        status: Status = .firing, observedAt: Instant? = nil, dedupKey: String? = nil, idempotencyKey: String? = nil,
        details: String? = nil, trafficLight: TrafficLight = .amber, incident: IncidentID? = nil, tool: String? = nil,
        attachments: JSONObject = JSONObject()
    ) {
        self.summary = summary
        self.asset = asset
        self.service = service
        self.category = category
        self.layer = layer
        self.duty = duty
        self.component = component
        self.cause = cause
        self.severity = severity
        self.status = status
        self.observedAt = observedAt
        self.dedupKey = dedupKey
        self.idempotencyKey = idempotencyKey
        self.details = details
        self.trafficLight = trafficLight
        self.incident = incident
        self.tool = tool
        self.attachments = attachments
    }
}

extension Report {
    /// Whether personal data is concerned: a word, or an object with the word under `state`.
    package var personalData: PersonalData {
        let field = attachments["personal_data"]
        return (field?.string ?? field?["state"]?.string).flatMap { PersonalData(rawValue: $0) } ?? .none
    }

    /// The provider says that it is significant in the sense of NIS2.
    package var isSignificant: Bool { attachments["significant"] == .bool(true) }

    /// When planned work begins, or the trouble began: the start of the impact.
    package var windowStart: Instant? { attachments["impact"]?["since"]?.string.flatMap { Instant(rfc3339: $0) } }
}
