package import CivilTime
package import Responsibility

/// What a person does about an incident.
package enum IncidentAction: Hashable, Sendable {
    /// Somebody took notice; until then nobody else of the party is called. Without a time it stands as long as the policy says.
    case acknowledge(note: String?, until: Instant?)
    /// A person looks after it for the party, by name.
    case take(note: String?)
    case comment(String)
    case resolve(note: String?)
    /// It is not over after all.
    case reopen(note: String?)
    case setSeverity(Severity, reason: String)
    /// The owner says that it is not its own, or offers it to the other side.
    case propose(Proposal.Kind, reason: String)
    case answerProposal(accepted: Bool, reason: String?)
    case classify(Classification)
    /// The party did what it owes.
    case recordAct(ObligationID, note: String, doneAt: Instant?)
    case waive(ObligationID, reason: String)
    case hold(ObligationID, reason: String)
    case resume(ObligationID, reason: String)
    /// Something happened that a clock may start from.
    case recordFact(JointCareRule.Start, happenedAt: Instant?, note: String?)

    /// The word for it in paths, commands and answers.
    package var verb: String {
        switch self {
        case .acknowledge: "acknowledge"
        case .take: "take"
        case .comment: "comment"
        case .resolve: "resolve"
        case .reopen: "reopen"
        case .setSeverity: "severity"
        case .propose(let kind, _): kind.rawValue
        case .answerProposal(let accepted, _): accepted ? "accept" : "decline"
        case .classify: "classify"
        case .recordAct: "record"
        case .waive: "waive"
        case .hold: "hold"
        case .resume: "resume"
        case .recordFact: "happened"
        }
    }

    /// Whether conditions on incidents may come out otherwise after it.
    var changesWhatItIs: Bool {
        switch self {
        case .setSeverity, .classify, .answerProposal: true
        default: false
        }
    }

    /// Which row of the permission table it falls under.
    package var permission: PeerRole.Action {
        switch self {
        case .acknowledge, .take, .comment: .acknowledge
        case .resolve, .reopen: .resolve
        case .setSeverity, .propose, .answerProposal, .classify, .recordAct, .waive, .hold, .resume, .recordFact:
            .coordinate
        }
    }

    /// A mark of what is asked, to tell a repeated request from another.
    var contentMark: UInt64 {
        var mark = ContentMark()
        // Until when is counted from the request, so it differs when that is repeated.
        if case .acknowledge(let note, _) = self {
            mark.add("acknowledge \(note ?? "")")
        } else {
            mark.add(String(describing: self))
        }
        return mark.value
    }
}

/// What is found out about an incident: what it concerns, and thereby whose it is. Nil: as it is.
package struct Classification: Hashable, Sendable {
    package var asset: String?
    package var service: ServiceID?
    package var category: Category?
    package var layer: Layer?
    package var duty: DutyID?
    package var component: String?
    package var cause: String?
    package var severity: Severity?
    package var personalData: PersonalData?
    /// Significant in the sense of NIS2.
    package var significant: Bool?
    /// A word that joint-care rules ask for, for example `major`.
    package var word: String?
    package var reason: String?

    package init() {}

    /// Whether it may change whose it is.
    var asksForRuling: Bool {
        asset != nil || service != nil || category != nil || layer != nil || duty != nil || component != nil
            || cause != nil
    }
}

/// A mark of texts, to tell equal requests from others: FNV-1a. Not for security.
struct ContentMark {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: String) {
        for byte in word.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        value = (value ^ 0xFF) &* 0x0000_0100_0000_01B3
    }
}
