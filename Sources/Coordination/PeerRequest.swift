package import CivilTime
package import OnCall
package import Responsibility
package import StrictJSON

/// What a peer asks of the daemon, after its bytes were checked and the peer was identified.
package enum PeerRequest: Sendable {
    case report(Report)
    case explain(Explanation)
    /// The agreements of the peer, in their revisions in force.
    case agreements(at: Instant?)
    /// One agreement: every revision, with what is agreed.
    case agreement(AgreementID)
    /// Whose is what under one agreement.
    case matrix(AgreementID, at: Instant?)
    /// Who is told in which role.
    case contacts
    case incidents(IncidentFilter)
    case incident(IncidentID)
    /// Who owned an incident at an instant that is over.
    case owner(IncidentID, at: Instant)
    case act(IncidentID, ActionRequest)
    /// Hold what the peer's own party would be told.
    case silence(SilenceRequest)
    /// What that would hold now.
    case previewSilence(SilenceRequest)
    case endSilence(SilenceID)
    /// The silences of the peer's party that are not over.
    case silences
    /// A reporter calls as it promised.
    case beat(HeartbeatID)
    /// Who is on call.
    case onCall(at: Instant?)
    /// A stretch of a schedule.
    case previewSchedule(PreviewRequest)
    /// The same as a calendar file.
    case exportSchedule(PreviewRequest)
    case override(OverrideRequest)
    case endOverride(OverrideID)
    case heartbeats
    case status
    case reload

    /// Whether the configuration alone answers it.
    package var asksForArrangements: Bool {
        switch self {
        case .explain, .agreements, .agreement, .matrix, .contacts, .onCall, .previewSchedule, .exportSchedule: true
        case .report, .incidents, .incident, .owner, .act, .silence, .previewSilence, .endSilence, .silences, .beat,
            .heartbeats, .override, .endOverride, .status, .reload:
            false
        }
    }

    /// Which row of the permission table it falls under.
    package var action: PeerRole.Action {
        switch self {
        case .report, .beat: .report
        case .silence, .previewSilence, .endSilence, .override, .endOverride: .acknowledge
        case .explain, .agreements, .agreement, .matrix, .contacts, .owner, .onCall, .previewSchedule, .exportSchedule:
            .explain
        // What is in triage tells what is somebody's from what is nobody's: not for outsiders.
        case .incidents(let filter): filter.inTriage == nil ? .read : .explain
        case .incident, .silences, .heartbeats, .status: .read
        case .act(_, let request): request.action.permission
        case .reload: .operate
        }
    }
}

/// What a person does about an incident, and on what view of it.
package struct ActionRequest: Sendable {
    package let action: IncidentAction
    /// The revision of the incident that the person saw; nil: whatever it is now.
    package let asOf: Int?
    /// Groups retries of one request; kept per party.
    package let idempotencyKey: String?

    package init(_ action: IncidentAction, asOf: Int? = nil, idempotencyKey: String? = nil) {
        self.action = action
        self.asOf = asOf
        self.idempotencyKey = idempotencyKey
    }
}

/// The answer to a request that was not refused. It is released only when all it rests on is durable.
package struct PeerAnswer: Sendable {
    package enum Outcome: Sendable {
        /// Entries were written: HTTP 201.
        case created
        /// Written, and the owner is in triage: HTTP 202.
        case accepted
        /// Answered; nothing new was written, or nothing was to be: HTTP 200.
        case ok
    }

    /// What it says, written out or still to be.
    private enum Content: Sendable {
        case members(JSONObject)
        case report(ReportAnswer)
    }

    package var outcome: Outcome
    private let content: Content
    /// The place of its receipt on a ledger.
    private var place: JSON?

    package init(_ outcome: Outcome, _ body: JSONObject) {
        self.outcome = outcome
        content = .members(body)
    }

    init(_ outcome: Outcome, _ answer: ReportAnswer) {
        self.outcome = outcome
        content = .report(answer)
    }

    package var body: JSONObject {
        var body =
            switch content {
            case .members(let body): body
            case .report(let answer): answer.body
            }
        body.set("ledger", ifPresent: place)
        return body
    }

    /// The same answer, with the place of its receipt on a ledger.
    package func naming(place: JSON) -> PeerAnswer {
        var answer = self
        answer.place = place
        return answer
    }
}
