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
    static let policyKeys = ["id", "steps", "last_wait"]
    static let stepKeys = ["after", "tell"]

    func policies(_ value: Value) -> [WrittenPolicy] {
        guard let fields = Fields(value, "the escalation file", keys: Self.keys) else { return [] }
        return fields.required("policies")?.list { policy($0) } ?? []
    }

    private func policy(_ value: Value) -> WrittenPolicy? {
        guard let fields = Fields(value, "a policy", keys: Self.policyKeys) else { return nil }
        let idValue = fields.required("id")
        let id = idValue?.identifier(PolicyID.self)
        if let id, let idValue { catalogue.declare(.policy, id.rawValue, at: idValue.place) }
        var previous: Elapsed?
        let steps = fields.required("steps")?.list(min: 1, max: Limits.stepsMax) { step($0, previous: &previous) }
        let lastWait = fields.required(
            "last_wait", hint: "say how long the last step has, for example last_wait: PT15M")?
            .duration()
        guard let id, let steps, let lastWait else { return nil }
        let policy = EscalationPolicy(
            steps: steps.map { .init(after: $0.after, targets: $0.targets.map(\.content)) }, lastWait: lastWait)
        return WrittenPolicy(id: id, policy: policy, targets: steps.flatMap(\.targets))
    }

    private func step(
        _ value: Value, previous: inout Elapsed?
    ) -> (after: Elapsed, targets: [Located<EscalationTarget>])? {
        guard let fields = Fields(value, "a step", keys: Self.stepKeys) else { return nil }
        let afterValue = fields.required("after")
        let after = afterValue?.duration()
        let targets = fields.required("tell")?.list(min: 1, max: Limits.targetsPerStepMax) { target($0) }
        if let targets, Set(targets.map(\.content)).count < targets.count {
            fields.problem("the step tells a desk twice", hint: "write each desk once")
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
        guard let after, let targets else { return nil }
        return (after, targets)
    }

    /// `own mgr`, `other noc`.
    private func target(_ value: Value) -> Located<EscalationTarget>? {
        guard let text = value.scalar() else { return nil }
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2, let whose = EscalationTarget.Whose(rawValue: words[0]),
            let role = ContactRole(rawValue: words[1])
        else {
            let roles = ContactRole.allCases.map(\.rawValue).joined(separator: ", ")
            value.problem(
                "\(code(text)) is nobody to tell",
                hint: "write own or other and a role, for example own mgr; roles: \(roles)")
            return nil
        }
        return Located(content: .desk(whose, role), place: value.place)
    }
}
