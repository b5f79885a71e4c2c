/// Why a request was refused. Nothing of it was stored.
package struct Refusal: Error, Hashable, Sendable {
    /// Stable codes, used in answers, logs and the record.
    package enum Code: String, CaseIterable, Sendable {
        /// One or more fields are wrong; all are named.
        case invalidFields = "invalid_fields"
        /// The asset or service is unknown, or another party's. One answer for both.
        case notYours = "not_yours"
        /// No such incident, or another party's. One answer for both.
        case unknownIncident = "unknown_incident"
        /// No such agreement, or another party's. One answer for both.
        case unknownAgreement = "unknown_agreement"
        /// No such obligation in the incident.
        case unknownObligation = "unknown_obligation"
        /// No such silence, or another party's. One answer for both.
        case unknownSilence = "unknown_silence"
        /// No such schedule, or one of somebody else's. One answer for both.
        case unknownSchedule = "unknown_schedule"
        /// No such override, or another party's. One answer for both.
        case unknownOverride = "unknown_override"
        /// No such heartbeat, or another party's. One answer for both.
        case unknownHeartbeat = "unknown_heartbeat"
        /// The incident changed since what the person saw; look again.
        case staleView = "stale_view"
        /// It cannot be done as the incident stands.
        case notPossible = "not_possible"
        /// The incident is over; report anew.
        case incidentClosed = "incident_closed"
        /// The peer's role does not permit it.
        case notPermitted = "not_permitted"
        /// The new configuration has problems; the old one stays in force.
        case badConfiguration = "bad_configuration"
        /// Too much at once; try again later.
        case overloaded = "overloaded"
        /// The daemon is stopping, or cannot write.
        case unavailable = "unavailable"
    }

    /// One field that is wrong.
    package struct Field: Hashable, Sendable {
        package let name: String
        /// What is wrong and what is accepted.
        package let problem: String

        package init(_ name: String, _ problem: String) {
            self.name = name
            self.problem = problem
        }
    }

    package let code: Code
    /// What happened and what to do, in a sentence.
    package let detail: String
    package let fields: [Field]

    package init(_ code: Code, _ detail: String, fields: [Field] = []) {
        self.code = code
        self.detail = detail
        self.fields = fields
    }
}
