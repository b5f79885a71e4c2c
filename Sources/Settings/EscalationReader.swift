import CivilTime
import Coordination
import OnCall
import Responsibility

/// A policy as written, with the places of its targets.
struct WrittenPolicy {
    let id: PolicyID
    let policy: EscalationPolicy<EscalationTarget>
    let targets: [Located<EscalationTarget>]
}

/// Reads escalation.yaml.
struct EscalationReader {
    let catalogue: Catalogue

    static let keys = ["policies"]
    static let policyKeys = ["id", "steps", "last_wait", "repeat", "acknowledgement_lasts"]
    static let stepKeys = ["after", "while", "tell"]

    private typealias Policy = EscalationPolicy<EscalationTarget>

    private struct WrittenStep {
        let after: Elapsed
        let condition: Policy.Condition
        let targets: [Located<EscalationTarget>]
    }

    func policies(_ value: Value) -> [WrittenPolicy] {
        guard let fields = Fields(value, "the escalation file", keys: Self.keys) else { return [] }
        return fields.required("policies")?.list { policy($0) } ?? []
    }

    private func policy(_ value: Value) -> WrittenPolicy? {
        guard let fields = Fields(value, "a policy", keys: Self.policyKeys) else { return nil }
        let idValue = fields.required("id")
        let id = idValue?.identifier(PolicyID.self)
        if let id, let idValue { catalogue.declare(.policy, id.rawValue, at: idValue.place) }
        let steps = steps(fields)
        let lastWait = fields.required(
            "last_wait", hint: "say how long the last step has, for example last_wait: PT15M")?
            .duration()
        let repeats = fields.optional("repeat").map { $0.integer(in: 0...Policy.repeatsMax) } ?? 0
        let lasts = fields.optional("acknowledgement_lasts").flatMap { $0.duration() }
        guard let id, let steps, let lastWait, let repeats else { return nil }
        let policy = Policy(
            steps: steps.map {
                Policy.Step(after: $0.after, condition: $0.condition, targets: $0.targets.map(\.content))
            },
            lastWait: lastWait, repeats: repeats, acknowledgementLasts: lasts)
        return WrittenPolicy(id: id, policy: policy, targets: steps.flatMap(\.targets))
    }

    private func steps(_ fields: Fields) -> [WrittenStep]? {
        var previous: Elapsed?
        guard let value = fields.required("steps"),
            let steps = value.list(min: 1, max: Limits.stepsMax, { step($0, previous: &previous) })
        else { return nil }
        let targets = steps.reduce(0) { $0 + $1.targets.count }
        guard targets <= Limits.targetsPerPolicyMax else {
            value.problem(
                "the steps tell \(targets) desks, channels and schedules in all",
                hint: "at most \(Limits.targetsPerPolicyMax), so that the policy fits in an entry of the ledger")
            return nil
        }
        return steps
    }

    private func step(_ value: Value, previous: inout Elapsed?) -> WrittenStep? {
        guard let fields = Fields(value, "a step", keys: Self.stepKeys) else { return nil }
        let afterValue = fields.required("after")
        let after = afterValue?.duration()
        let condition = fields.optional("while").map { $0.word(Policy.Condition.self) } ?? .unacknowledged
        let targets = fields.required("tell")?.list(min: 1, max: Limits.targetsPerStepMax) { target($0) }
        if let targets, Set(targets.map(\.content)).count < targets.count {
            fields.problem("the step tells somebody twice", hint: "write each desk, channel and schedule once")
        }
        if let afterValue, let after {
            guard previous.map({ $0 < after }) ?? true else {
                afterValue.problem(
                    "the step is not later than the one before it",
                    hint: "all are counted from the start of the escalation; write more than \(previous ?? .zero)")
                return nil
            }
            previous = after
        }
        guard let after, let condition, let targets else { return nil }
        return WrittenStep(after: after, condition: condition, targets: targets)
    }
}

// MARK: - Targets

extension EscalationReader {
    static let channelWord = "channel"
    static let scheduleWord = "schedule"

    /// `own mgr`, `other noc`, `channel prov-pager`, `schedule noc-week`. A channel must be one of every party that uses the
    /// policy, and a schedule likewise; that only shows when all files are read.
    private func target(_ value: Value) -> Located<EscalationTarget>? {
        guard let text = value.scalar() else { return nil }
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2, let target = target(words[0], words[1]) else {
            let roles = ContactRole.allCases.map(\.rawValue).joined(separator: ", ")
            value.problem(
                "\(code(text)) is nobody to tell",
                hint: "write own or other and a role, or channel or schedule and its name,"
                    + " for example own mgr or channel prov-pager; roles: \(roles)")
            return nil
        }
        if case .channel(let channel) = target { catalogue.refer(.channel, channel.rawValue, at: value.place) }
        return Located(content: target, place: value.place)
    }

    private func target(_ word: String, _ name: String) -> EscalationTarget? {
        switch word {
        case Self.channelWord: Value.isIdentifier(name) ? .channel(ChannelID(name)) : nil
        case Self.scheduleWord: Value.isIdentifier(name) ? .schedule(name) : nil
        default:
            EscalationTarget.Whose(rawValue: word).flatMap { whose in
                ContactRole(rawValue: name).map { .desk(whose, $0) }
            }
        }
    }
}
