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
    var contentMark: UInt64 { ContentMark([verb] + words).value }

    /// What is asked beside the verb, as it is written, each at its place.
    private var words: [String?] {
        switch self {
        // Until when is counted from the request, so it differs when that is repeated.
        case .acknowledge(let note, _): [note]
        case .take(let note), .resolve(let note), .reopen(let note): [note]
        case .comment(let text): [text]
        case .setSeverity(let severity, let reason): [severity.rawValue, reason]
        case .propose(_, let reason): [reason]
        case .answerProposal(_, let reason): [reason]
        case .classify(let classification): classification.words
        case .recordAct(let id, let note, let doneAt): [id.rawValue, note, doneAt?.rfc3339]
        case .waive(let id, let reason), .hold(let id, let reason), .resume(let id, let reason): [id.rawValue, reason]
        case .recordFact(let start, let happenedAt, let note): [start.text, happenedAt?.rfc3339, note]
        }
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

    /// What it says, as it is written, each at its place.
    fileprivate var words: [String?] {
        [
            asset, service?.rawValue, category?.rawValue, layer?.rawValue, duty?.rawValue, component, cause,
            severity?.rawValue, personalData?.rawValue, significant.map { $0 ? "true" : "false" }, word, reason,
        ]
    }
}

/// A mark of texts, to tell equal requests from others: FNV-1a. Not for security. It stands on ledgers, so it is made of what is written
/// and never of how this program names things. What is not there counts as an empty text.
struct ContentMark {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ words: [String?]) { for word in words { add(word ?? "") } }

    private mutating func add(_ word: String) {
        for byte in word.utf8 { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        value = (value ^ 0xFF) &* 0x0000_0100_0000_01B3
    }
}
