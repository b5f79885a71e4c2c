import Coordination
import Responsibility

/// What a party did about an incident, as an answer promises it and as an entry shows it.
struct Deed: Hashable {
    let incident: IncidentID
    let party: PartyID
    let what: What

    enum What: Hashable {
        case acknowledged, taken, commented, resolved, reopened, proposed, answered
        case recorded(ObligationID)
        case waived(ObligationID)
        case held(ObligationID)
        case resumed(ObligationID)
        case happened
    }

    /// What an entry says that somebody did; nil for what nobody did.
    init?(_ recorded: RecordedEntry) {
        guard let incident = recorded.incident else { return nil }
        switch recorded.entry {
        case .incidentAcknowledged(let entry): self.init(incident: incident, party: entry.party, what: .acknowledged)
        case .incidentTaken(let entry): self.init(incident: incident, party: entry.party, what: .taken)
        case .incidentCommented(let entry): self.init(incident: incident, party: entry.party, what: .commented)
        case .incidentResolved(let entry): self.init(incident: incident, party: entry.party, what: .resolved)
        case .incidentReopened(let entry): self.init(incident: incident, party: entry.party, what: .reopened)
        case .ownershipProposed(let entry): self.init(incident: incident, party: entry.by.party, what: .proposed)
        case .proposalAnswered(let entry):
            guard let by = entry.by else { return nil }
            self.init(incident: incident, party: by.party, what: .answered)
        case .obligationMet(let entry):
            guard let by = entry.by else { return nil }
            self.init(incident: incident, party: by.party, what: .recorded(entry.id))
        case .obligationWaived(let entry):
            self.init(incident: incident, party: entry.by.party, what: .waived(entry.id))
        case .obligationHeld(let entry): self.init(incident: incident, party: entry.by.party, what: .held(entry.id))
        case .obligationResumed(let entry):
            self.init(incident: incident, party: entry.by.party, what: .resumed(entry.id))
        case .factRecorded(let entry): self.init(incident: incident, party: entry.by.party, what: .happened)
        default: return nil
        }
    }

    /// What an action does that was answered and was not done before; nil for what may change nothing.
    init?(_ action: IncidentAction, on incident: IncidentID, by party: PartyID) {
        let what: What
        switch action {
        case .acknowledge: what = .acknowledged
        case .take: what = .taken
        case .comment: what = .commented
        case .resolve: what = .resolved
        case .reopen: what = .reopened
        case .propose: what = .proposed
        case .answerProposal: what = .answered
        case .recordAct(let id, _, _): what = .recorded(id)
        case .waive(let id, _): what = .waived(id)
        case .hold(let id, _): what = .held(id)
        case .resume(let id, _): what = .resumed(id)
        case .recordFact: what = .happened
        case .setSeverity, .classify: return nil
        }
        self.init(incident: incident, party: party, what: what)
    }

    private init(incident: IncidentID, party: PartyID, what: What) {
        self.incident = incident
        self.party = party
        self.what = what
    }
}
