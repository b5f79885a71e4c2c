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
            let targets = step.targets.map { JSON.string("\($0.whose.rawValue).\($0.role.rawValue)") }
            return ["after": .string(step.after.iso8601), "tell": .array(targets)]
        }
        form.set("steps", json: .array(steps))
        form.set("last_wait", policy.lastWait.iso8601)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        var steps: [EscalationPolicy<EscalationTarget>.Step] = []
        for element in form.fields["steps"]?.array ?? [] {
            guard let after = element["after"]?.string.flatMap({ Elapsed(iso8601: $0) }),
                after > (steps.last?.after ?? .zero)
            else { throw form.failure("steps", "delays must be durations that rise") }
            var targets: [EscalationTarget] = []
            for text in (element["tell"]?.array ?? []).compactMap(\.string) {
                guard let target = EscalationTarget(text) else {
                    throw form.failure("steps", "unknown target \"\(text)\"")
                }
                targets.append(target)
            }
            steps.append(.init(after: after, targets: targets))
        }
        guard let lastWait = Elapsed(iso8601: try form.string("last_wait")), lastWait > .zero else {
            throw form.failure("last_wait", "not a duration")
        }
        self.init(
            party: try form.identifier("party"), role: try form.word("role"),
            policyID: form.optionalIdentifier("policy"),
            policy: EscalationPolicy(steps: steps, lastWait: lastWait))
    }
}

extension EscalationTarget {
    /// Reads `own.mgr` or `other.noc`.
    package init?(_ text: String) {
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 2, let whose = Whose(rawValue: String(pieces[0])),
            let role = ContactRole(rawValue: String(pieces[1]))
        else { return nil }
        self.init(whose, role)
    }
}

extension EscalationStepped {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.set("step", step)
        form.set("told", strings: told.map(\.description))
        form.set("skipped", strings: skipped)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), step: try form.integer("step"), told: form.desks("told"),
            skipped: form.strings("skipped"))
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

extension IncidentAcknowledged {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.setPart("by", by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), by: form.text("by"), note: form.optionalText("note"))
    }
}

extension IncidentResolved {
    func write(into form: inout EntryForm) {
        form.set("party", party)
        form.setPart("by", by)
        form.setPart("note", note)
    }

    init(reading form: EntryForm) throws(EntryReadError) {
        self.init(
            party: try form.identifier("party"), by: form.text("by"), note: form.optionalText("note"))
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
