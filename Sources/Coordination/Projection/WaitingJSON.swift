import CivilTime
import OnCall
package import Responsibility
package import StrictJSON

extension Incident {
    /// One line of a list, with what it waits for.
    ///
    /// - Parameter provider: Who looks after what is in triage.
    package func summaryJSON(for viewer: Viewer, provider: PartyID) -> JSONObject {
        adding(waiting(provider: provider), to: summaryJSON(for: viewer), for: viewer)
    }

    /// The whole incident, without its timeline, with what it waits for.
    ///
    /// - Parameter provider: Who looks after what is in triage.
    package func json(for viewer: Viewer, provider: PartyID) -> JSONObject {
        adding(waiting(provider: provider), to: json(for: viewer), for: viewer)
    }

    private func adding(_ waiting: Waiting?, to object: JSONObject, for viewer: Viewer) -> JSONObject {
        // An outsider learns whether it is over, and nothing of who is at work.
        if viewer.isGateway { return object }
        var object = object
        object.set("waiting_for", waiting?.json ?? .null)
        return object
    }

    /// What it waits for: what is due first, whether or not its time has passed, else who has to do something. Nil when it is over
    /// and nothing is due, and for an orphan, which the auditor finds.
    func waiting(provider: PartyID) -> Waiting? {
        if let due = nextDue { return waiting(until: due) }
        guard phase == .open else { return nil }
        return blockerWithoutTime(provider: provider).flatMap { Waiting($0) }
    }

    /// What is due at its next due time. Of several things at one instant the one that stands for most: a proposal keeps the
    /// owner open, an obligation is owed to somebody.
    private func waiting(until due: Instant) -> Waiting? {
        if let proposal, proposal.answerBy == due { return Waiting(proposal) }
        if let obligation = obligations.first(where: { $0.state == .running && $0.due == due }) {
            return Waiting(obligation)
        }
        return escalations.first { $0.nextDue == due }.flatMap { Waiting($0) }
    }
}

/// What an incident waits for, in words and for programs.
struct Waiting: Hashable {
    enum Kind: String {
        /// A desk must be told, or a party must have done something, by the due time.
        case obligation
        /// A person of the party acknowledges by the due time, or the next step is taken.
        case escalation
        /// The party answers a dispute or an offer by the due time.
        case answer
        /// The party has answered, and brings it to its end.
        case lookedAfter = "looked_after"
        /// Nobody of the party could be reached, and others were told.
        case nobodyReached = "nobody_reached"
        /// The party that reported it says that it is over.
        case end
        /// The incident that it is a part of ends.
        case whole
    }

    let kind: Kind
    /// Who has to do something; nil where it waits for another incident.
    var party: PartyID?
    /// By when; nil where no time is set.
    var due: Instant?
    /// Which obligation, for one.
    var obligation: ObligationID?
    /// Which incident, for a part.
    var incident: IncidentID?
    /// A sentence for people, without the due time.
    let text: String

    var json: JSON {
        [
            "kind": .string(kind.rawValue), "party": .text(party?.rawValue), "due": .text(due?.rfc3339),
            "obligation": .text(obligation?.rawValue), "incident": .text(incident?.rawValue), "text": .string(text),
        ]
    }
}

extension Waiting {
    fileprivate init(_ proposal: Proposal) {
        kind = .answer
        party = proposal.answerer
        due = proposal.answerBy
        text = "\(proposal.answerer) answers the \(proposal.kind.rawValue); no answer counts as a no"
    }

    fileprivate init(_ owing: Obligation) {
        kind = .obligation
        party = owing.recipient.party
        due = owing.due
        obligation = owing.id
        text =
            (owing.owed.map { "\(owing.recipient.party) \($0)" } ?? "\(owing.recipient) must be told")
            + ", \(owing.name)"
    }

    fileprivate init?(_ escalation: Escalation) {
        guard let (next, due) = escalation.next else { return nil }
        kind = .escalation
        party = escalation.party
        self.due = due
        let otherwise =
            switch next {
            case .step: "the next step is taken"
            case .end: "it is on record that nobody could be reached"
            }
        text =
            escalation.state == .running
            ? "a person of \(escalation.party) acknowledges; else \(otherwise)"
            : "it ends; else \(otherwise) at \(escalation.party)"
    }

    /// Nil for what is due, which is told as what it is. A ledger names nobody but the sides of its own agreement and whoever
    /// reported there, so that any of these may be named to whoever sees the incident.
    fileprivate init?(_ blocker: Blocker) {
        switch blocker {
        case .due: return nil
        case .lookedAfter(let by):
            kind = .lookedAfter
            party = by
            text = "\(by) looks after it, and says when it is over"
        case .nobodyReached(let unreached):
            kind = .nobodyReached
            party = unreached
            text = "nobody of \(unreached) could be reached; others were told"
        case .endToBeReported(let reporter):
            kind = .end
            party = reporter
            text = "\(reporter) reports its end, or somebody resolves it"
        case .endOfWhole(let root):
            kind = .whole
            incident = root
            text = "it ends with \(root), of which it is a part"
        }
    }
}
