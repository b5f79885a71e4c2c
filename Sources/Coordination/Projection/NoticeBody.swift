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
        data.set("as_of", .integer(Int64(incident.revision)))
        data.set("rules", .strings(draft.rules.map(\.rawValue)))
        data.set("due", .text(draft.due?.rfc3339))
        data.set("because_of", .string(reason))
        if !draft.told.isEmpty { data.set("told", .array(draft.told)) }
        if let person = draft.person { data.set("person", .string(person)) }
        let owed = incident.obligations.filter {
            $0.owed != nil && $0.recipient.party == draft.desk.party && $0.state.isLive
        }
        if !owed.isEmpty { data.set("owed", .array(owed.map(\.json))) }
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
        case .opened: return draft.remark ?? underRules
        case .severityRaised: return "The severity was raised. " + underRules
        case .reclassified: return "It concerns more than was known. " + underRules
        case .reopened: return "It was over, and began again. " + underRules
        case .ownerChanged:
            return draft.rules.isEmpty
                ? "It has another owner now, and is no longer yours." : "It has another owner now. " + underRules
        case .proposed: return proposalText
        case .answered: return "About whose it is: \(draft.remark ?? "it was answered")."
        case .update: return "This is how it stands. " + underRules
        case .reminder: return "Your side owes something by itself: " + owedText
        case .escalated: return "Nobody acknowledged for \(concerning); you are next."
        case .acknowledgementExpired:
            return "It was acknowledged, that has expired, and the problem still stands."
        case .overdue:
            return concernsOwed
                ? "It is overdue at \(concerning): " + owedText
                : "\(concerning) was to be told under \(draft.rules.map(\.rawValue).joined(separator: ", ")) and has not "
                    + "been reached in time."
        case .undelivered: return "No channel of \(concerning) took a notice about it."
        case .nobodyReached:
            return "Nobody could be reached at \(concerning): every step of its escalation went unanswered."
        case .digest, .silenceEnded: return draft.remark ?? "Several notices at once."
        case .canary: return "This tests the channel on which you are told, before it is needed."
        case .resolved: return draft.remark ?? "You were told of this problem; it is over."
        }
    }

    private var underRules: String {
        let titles = draft.rules.map { id in
            "\(id) (\(book.jointCare.first { $0.id == id }?.title ?? "joint-care rule"))"
        }
        return titles.isEmpty ? "" : "You are told under " + titles.joined(separator: " and ") + "."
    }

    private var proposalText: String {
        guard let proposal = incident.proposal else { return "Its owner is in question." }
        let what =
            proposal.kind == .dispute ? "disputes that it is its own" : "asks \(proposal.answerer) to take it over"
        return
            "\(proposal.party) \(what): \(proposal.reason). Until \(proposal.answerer) has answered it stays where it is; "
            + "no answer by \(proposal.answerBy.rfc3339) counts as a no."
    }

    private var concernsOwed: Bool {
        incident.obligations.contains { draft.obligations.contains($0.id) && $0.owed != nil }
    }

    private var owedText: String {
        let acts = incident.obligations.filter { draft.obligations.contains($0.id) && $0.owed != nil }
        return acts.map { "\($0.recipient.party) \($0.owed ?? "")" + ($0.due.map { ", by \($0.rfc3339)" } ?? "") }
            .joined(separator: "; ") + "."
    }

    /// What the recipient should do now.
    private var next: String {
        let acknowledge = "acknowledge with `tocsin ack \(incident.id)`"
        switch draft.kind {
        case .silenceEnded where draft.told.isEmpty: return "Nothing has to be done: you are called again as ever."
        case .digest, .silenceEnded: return "Look at each of them, and acknowledge each: they are listed under `told`."
        case .canary: return "Nothing has to be done: that it arrived is on record."
        case .resolved: return "Nothing is left to do."
        case .reminder where concernsOwed, .overdue where concernsOwed: return recordText
        case .reminder, .update: return "Nothing has to be done for this notice."
        case .proposed:
            return incident.proposal?.answerer == draft.desk.party
                ? "Answer with `tocsin accept \(incident.id)` or `tocsin decline \(incident.id)`."
                : "Wait for the answer, and look after it until then."
        case .answered: return "See whose it is with `tocsin show \(incident.id)`."
        case .overdue, .nobodyReached, .undelivered:
            guard incident.phase == .open else { return "It is over by now; let them know another way." }
            return "Reach them another way, or look after it yourself; then \(acknowledge)."
        case .ownerChanged where draft.rules.isEmpty: return "Hand over what you know in a comment."
        case .opened, .severityRaised, .reclassified, .reopened, .ownerChanged, .escalated, .acknowledgementExpired:
            return lookAfterText(acknowledge)
        }
    }

    private var recordText: String {
        let acts = incident.obligations.filter { draft.obligations.contains($0.id) && $0.owed != nil }
        let first = acts.first?.id.rawValue ?? "OBLIGATION"
        let mayWaive = acts.contains { $0.terms.evidence.contains(.waiver) }
        return "When it is done, record it: `tocsin record \(incident.id) \(first) --note …`"
            + (mayWaive ? "; or waive it with a reason: `tocsin waive \(incident.id) \(first) --reason …`." : ".")
    }

    private func lookAfterText(_ acknowledge: String) -> String {
        if incident.ruling.triage != nil {
            return isProvider
                ? "Find out whose it is; \(acknowledge)."
                : "The provider finds out whose it is; help with what you know, and \(acknowledge)."
        }
        if incident.isLookedAfter(by: draft.desk.party) { return "It is yours: look after it, and \(acknowledge)." }
        return draft.acknowledgementExpected
            ? "It is joint: do your part, and \(acknowledge)." : "It is not yours: check what it means for you."
    }
}
