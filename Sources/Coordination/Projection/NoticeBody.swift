import CivilTime
import Responsibility
import StrictJSON

/// The body of a notice: a Standard Webhooks payload (`type`, `timestamp`, `data`) that says what happened, whose it is and why,
/// and what to do next.
struct NoticeBody {
    let id: NoticeID
    let draft: NoticeDraft
    let incident: Incident
    let book: ResponsibilityBook
    let at: Instant

    /// The exact text that is sent and kept.
    var text: String {
        let body: JSON = [
            "type": .string("incident.\(draft.kind.rawValue)"), "timestamp": .string(at.rfc3339), "data": .object(data),
        ]
        return body.text
    }

    private var isRed: Bool { incident.trafficLight == .red }

    private var data: JSONObject {
        var data = JSONObject()
        data.set("notice", .string(id.rawValue))
        data.set("incident", .string(incident.id.rawValue))
        data.set("agreement", .string(incident.ledger.rawValue))
        data.set("you", ["party": .string(draft.desk.party.rawValue), "role": .string(draft.desk.role.rawValue)])
        data.set("kind", .string(draft.kind.rawValue))
        data.set("severity", .string(incident.severity.rawValue))
        data.set("category", .string(incident.ruling.category.rawValue))
        data.set("summary", .string(isRed ? Incident.redText : incident.summary))
        data.set("asset", isRed ? .null : .text(incident.ruling.asset?.rawValue ?? incident.namedAsset))
        data.set("opened_at", .string(incident.openedAt.rfc3339))
        data.set("ruling", incident.ruling.json(showingCandidates: isProvider, isRed: isRed))
        data.set("rules", .strings(draft.rules.map(\.rawValue)))
        data.set("due", .text(draft.due?.rfc3339))
        data.set("because_of", .string(reason))
        data.set("next", .string(next))
        data.set(
            "acknowledge",
            [
                "command": .string("tocsin ack \(incident.id)"), "method": "POST",
                "path": .string("/v1/incidents/\(incident.id)/acknowledge"),
            ])
        return data
    }

    private var isProvider: Bool { draft.desk.party == book.provider.id }

    /// Why the recipient is told.
    private var reason: String {
        let concerning = draft.concerning?.description ?? "a desk"
        switch draft.kind {
        case .opened, .severityRaised, .reclassified:
            let titles = draft.rules.map { id in
                "\(id) (\(book.jointCare.first { $0.id == id }?.title ?? "joint-care rule"))"
            }
            let raised =
                draft.kind == .severityRaised
                ? "The severity was raised. " : draft.kind == .reclassified ? "It concerns more than was known. " : ""
            return raised + "You are told under " + titles.joined(separator: " and ") + "."
        case .escalated: return "Nobody acknowledged for \(concerning); you are next."
        case .overdue:
            return
                "\(concerning) was to be told under \(draft.rules.map(\.rawValue).joined(separator: ", ")) and has not been "
                + "reached in time."
        case .nobodyReached:
            return "Nobody could be reached at \(concerning): every step of its escalation went unanswered."
        case .resolved: return "You were told of this problem; it is over."
        }
    }

    /// What the recipient should do now.
    private var next: String {
        let acknowledge = "acknowledge with `tocsin ack \(incident.id)`"
        switch draft.kind {
        case .resolved: return "Nothing is left to do."
        case .overdue, .nobodyReached:
            guard incident.phase == .open else { return "It is over by now; let them know another way." }
            return "Reach them another way, or look after it yourself; then \(acknowledge)."
        case .opened, .severityRaised, .reclassified, .escalated:
            if incident.ruling.triage != nil {
                return isProvider
                    ? "Find out whose it is; \(acknowledge)."
                    : "The provider finds out whose it is; help with what you know, and \(acknowledge)."
            }
            if incident.ruling.ownerParty == draft.desk.party || incident.ruling.lead == draft.desk.party {
                return "It is yours: look after it, and \(acknowledge)."
            }
            return draft.acknowledgementExpected
                ? "It is joint: do your part, and \(acknowledge)." : "It is not yours: check what it means for you."
        }
    }
}
