import Coordination
import Responsibility
import StrictJSON

/// What must have happened sometimes: a campaign of many seeds in which one of these never happened has not tried what it is there to
/// try, and fails.
enum Occurrence: String, CaseIterable, Sendable {
    case deathBeforeCommit = "death before the commit"
    case failedCommitThatLasts = "failed commit that is durable"
    case failedCommitThatIsLost = "failed commit that is lost"
    case deathBeforeEffects = "death between commit and effects"
    case deathAmongEffects = "death among effects"
    case deathAfterEffects = "death after all effects"
    case deathInResume = "death in the first commit after a start"
    case outcomeAfterDeath = "outcome of an attempt of an earlier process"
    case doubledOutcome = "doubled outcome"
    case reloadWithOpenIncidents = "reload with open incidents"
    case clockBackInWait = "clock set back while something waits"
    case clockForwardInWait = "clock set forward while something waits"
    case repeatedFromKey = "answer repeated under its idempotency key"
    case refusedAsFull = "refused as overloaded"
    case refusedForeigner = "refused foreigner"
    case refusedAsOver = "refused because it is over"
    case acknowledgedTwice = "acknowledged twice"
    case raised = "raised by a report"
    case attached = "attached by a report"
    case resolvedByReport = "resolved by a report"
    case triaged = "answered with triage"
    case quietRestart = "restart while nothing is on its way"
    case refusedAsStale = "refused because of a stale view"
    case refusedAsNotPermitted = "refused as not permitted"
    case refusedAsNotPossible = "refused as not possible"
    case refusedForeignSilence = "refused to end another's silence"
    case refusedForeignOverride = "refused to change another's schedule"
    case refusedForeignBeat = "refused another's heartbeat"
    case reopenedByReport = "reopened by a report"
    case doneAlready = "done already"

    init?(_ fate: Weather.Fate, effects: Int) {
        switch fate {
        case .lives: return nil
        case .diesBefore: self = .deathBeforeCommit
        case .commitFails(let durable): self = durable ? .failedCommitThatLasts : .failedCommitThatIsLost
        case .diesAfter(0): self = .deathBeforeEffects
        case .diesAfter(effects): self = .deathAfterEffects
        case .diesAfter: self = .deathAmongEffects
        }
    }

    /// What an answer shows to have happened.
    static func all(in result: Result<PeerAnswer, Refusal>, to request: Clients.Request) -> [Occurrence] {
        switch result {
        case .failure(let refusal):
            switch refusal.code {
            case .overloaded: [.refusedAsFull]
            case .incidentClosed: [.refusedAsOver]
            case .staleView: [.refusedAsStale]
            case .notPermitted: [.refusedAsNotPermitted]
            case .notPossible: [.refusedAsNotPossible]
            case .unknownSilence: request.isForeign ? [.refusedForeignSilence] : []
            case .unknownOverride, .unknownSchedule: request.isForeign ? [.refusedForeignOverride] : []
            case .unknownHeartbeat: request.isForeign ? [.refusedForeignBeat] : []
            case .unknownIncident: request.isForeign ? [.refusedForeigner] : []
            default: []
            }
        case .success(let answer): all(in: answer)
        }
    }

    private static func all(in answer: PeerAnswer) -> [Occurrence] {
        var all: [Occurrence] = answer.outcome == .accepted ? [.triaged] : []
        switch answer.body["disposition"]?.string {
        case "repeated" where answer.body["report"]?.string != nil: all.append(.repeatedFromKey)
        case "raised": all.append(.raised)
        case "attached": all.append(.attached)
        case "resolved": all.append(.resolvedByReport)
        case "reopened": all.append(.reopenedByReport)
        default: break
        }
        if answer.body["already"] == .bool(true) { all.append(.doneAlready) }
        if answer.body["acknowledged"] != nil, answer.body["already"] == .bool(true) { all.append(.acknowledgedTwice) }
        return all
    }
}

extension Weather.Fate {
    var isHarmless: Bool { if case .lives = self { true } else { false } }
}
