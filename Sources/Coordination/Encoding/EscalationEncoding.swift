import CivilTime
import OnCall
import Responsibility
import StrictJSON

extension EscalationStarted {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("role", role.rawValue)
        form.set("policy", policyID)
        let steps = policy.steps.map { step -> JSON in
            var object = JSONObject([
                .init("after", .string(step.after.iso8601)), .init("tell", .strings(step.targets.map(\.text))),
            ])
            if step.condition != .unacknowledged { object.set("while", .string(step.condition.rawValue)) }
            return .object(object)
        }
        form.set("steps", json: .array(steps))
        form.set("last_wait", policy.lastWait.iso8601)
        if policy.repeats > 0 { form.set("repeats", policy.repeats) }
        form.set("acknowledgement_lasts", policy.acknowledgementLasts?.iso8601)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        var steps: [EscalationPolicy<EscalationTarget>.Step] = []
        for element in form.fields["steps"]?.array ?? [] {
            guard let after = element["after"]?.string.flatMap({ Elapsed(iso8601: $0) }),
                after > (steps.last?.after ?? .zero)
            else { throw form.failure("steps", "delays must be durations that rise") }
            let condition = EscalationPolicy<EscalationTarget>.Condition(
                rawValue: element["while"]?.string ?? "unacknowledged")
            guard let condition else { throw form.failure("steps", "unknown condition") }
            var targets: [EscalationTarget] = []
            for text in (element["tell"]?.array ?? []).compactMap(\.string) {
                guard let target = EscalationTarget(text) else {
                    throw form.failure("steps", "unknown target \"\(text)\"")
                }
                targets.append(target)
            }
            steps.append(.init(after: after, condition: condition, targets: targets))
        }
        guard let lastWait = Elapsed(iso8601: try form.string("last_wait")), lastWait > .zero else {
            throw form.failure("last_wait", "not a duration")
        }
        let repeats = form.optionalInteger("repeats") ?? 0
        guard (0...EscalationPolicy<EscalationTarget>.repeatsMax).contains(repeats) else {
            throw form.failure("repeats", "not a number of repeats")
        }
        let lasts = form.optionalString("acknowledgement_lasts").map { Elapsed(iso8601: $0) }
        if let lasts, lasts.map({ $0 <= .zero }) ?? true {
            throw form.failure("acknowledgement_lasts", "not a duration")
        }
        self.init(
            party: try form.identifier("party"), role: try form.word("role"),
            policyID: form.optionalIdentifier("policy"),
            policy: EscalationPolicy(
                steps: steps, lastWait: lastWait, repeats: repeats, acknowledgementLasts: lasts ?? nil))
    }
}

extension EscalationTarget {
    /// `own.mgr`, `other.noc`, `channel.prov-pager` or `schedule.noc-week`.
    package var text: String {
        switch self {
        case .desk(let whose, let role): "\(whose.rawValue).\(role.rawValue)"
        case .channel(let channel): "channel.\(channel)"
        case .schedule(let schedule): "schedule.\(schedule)"
        }
    }

    /// Reads what `text` writes.
    package init?(_ text: String) {
        guard let point = text.firstIndex(of: ".") else { return nil }
        let name = String(text[text.index(after: point)...])
        guard !name.isEmpty else { return nil }
        switch text[..<point] {
        case "channel": self = .channel(ChannelID(name))
        case "schedule": self = .schedule(name)
        default:
            guard let whose = Whose(rawValue: String(text[..<point])), let role = ContactRole(rawValue: name) else {
                return nil
            }
            self = .desk(whose, role)
        }
    }
}

extension EscalationStepped {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("step", step)
        form.set("told", strings: told.map(\.description))
        if !skipped.isEmpty { form.setPart("skipped", json: .strings(skipped)) }
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), step: try form.integer("step"), told: form.desks("told"),
            skipped: (form.part("skipped")?.array ?? []).compactMap(\.string))
    }
}

extension NobodyReached {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("told", strings: told.map(\.description))
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(party: try form.identifier("party"), told: form.desks("told"))
    }
}

extension SettingsLoaded {
    func write(into form: inout EntryForm) {
        form.set("digest", digest)
        form.set("version", version)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(digest: try form.string("digest"), version: try form.string("version"))
    }
}
