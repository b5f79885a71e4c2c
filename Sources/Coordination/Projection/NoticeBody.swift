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
        JSONText.object { body in
            body.set("type", .string("incident." + draft.kind.rawValue))
            body.set("timestamp", .string(at.rfc3339))
            body.set("data") { write(to: &$0) }
        }
    }

    private var isRed: Bool { incident.trafficLight == .red }

    private func write(to data: inout JSONText) {
        data.set("notice", .string(id.rawValue))
        data.set("incident", .string(incident.id.rawValue))
        data.set("agreement", .string(incident.ledger.rawValue))
        data.set("you") {
            $0.set("party", .string(draft.desk.party.rawValue))
            $0.set("role", .string(draft.desk.role.rawValue))
        }
        data.set("kind", .string(draft.kind.rawValue))
        data.set("severity", .string(incident.severity.rawValue))
        data.set("category", .string(incident.ruling.category.rawValue))
        data.set("summary", .string(isRed ? Incident.redText : incident.summary))
        data.set("asset", isRed ? .null : .text(incident.ruling.asset?.rawValue ?? incident.namedAsset))
        data.set("opened_at", .string(incident.openedAt.rfc3339))
        data.set("ruling") { incident.ruling.write(to: &$0, showingCandidates: isProvider, isRed: isRed) }
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
        data.set("acknowledge") {
            $0.set("command", .string(acknowledgeCommand))
            $0.set("method", "POST")
            $0.set("path", .string("/v1/incidents/" + incident.id.rawValue + "/acknowledge"))
        }
    }

    private var acknowledgeCommand: String { "tocsin ack " + incident.id.rawValue }

    private var isProvider: Bool { draft.desk.party == book.provider.id }

    private var concerning: String { draft.concerning?.description ?? "a desk" }

    /// Why the recipient is told.
    private var reason: String {
        switch draft.kind {
        case .opened: return draft.remark ?? underRules
        case .severityRaised: return under("The severity was raised.")
        case .reclassified: return under("It concerns more than was known.")
        case .reopened: return under("It was over, and began again.")
        case .ownerChanged:
            guard draft.rules.isEmpty else { return under("It has another owner now.") }
            // Whoever only found out whose it is never owned it.
            return incident.tenure.cause == .reclassification
                ? "It was ruled on again, and is not yours." : "It has another owner now, and is no longer yours."
        case .proposed: return proposalText
        case .answered: return "About whose it is: \(draft.remark ?? "it was answered")."
        case .update: return under("This is how it stands.")
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

    /// A sentence, and under which rules the recipient is told, where there are any.
    private func under(_ sentence: String) -> String { draft.rules.isEmpty ? sentence : "\(sentence) \(underRules)" }

    private var underRules: String {
        let titles = draft.rules.map { id in
            id.rawValue + " (" + (book.jointCare.first { $0.id == id }?.title ?? "joint-care rule") + ")"
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
        let acknowledge = "acknowledge with `" + acknowledgeCommand + "`"
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
        if incident.isLookedAfter(by: draft.desk.party) {
            return "It is yours: look after it, and " + acknowledge + "."
        }
        return draft.acknowledgementExpected
            ? "It is joint: do your part, and \(acknowledge)." : "It is not yours: check what it means for you."
    }
}
