import CivilTime
import Coordination
import Responsibility
import StrictJSON

// What a timeline says must have come of a step.
extension Timeline {
    mutating func expect(_ line: TimelineLine) throws {
        let problem: String?
        switch line.verb {
        case "notice", "held", "released", "undelivered", "alive": problem = try expectSight(line)
        case "nothing": problem = sights.isEmpty ? nil : "something came: \(sights.map(\.text))"
        case "answer": problem = expectAnswer(line)
        case "refused": problem = expectRefusal(line)
        case "entry": problem = try expectEntry(line)
        case "no": problem = try expectAbsence(line.rest)
        case "owner", "triage", "severity", "phase", "reports", "rules", "acknowledged", "escalation", "tenure",
            "aware",
            "summary", "proposal", "taken", "lead":
            problem = try expectOfIncident(line, try incident(named: line["of"]))
        case "obligation": problem = try expectObligation(line, try incident(named: line["of"]))
        case "attempts": problem = try expectAttempts(line)
        case "incident": problem = try incident(named: line.word(0)).id == present ? nil : "it is \(alias(present))"
        default: throw TimelineError("nothing can be expected like that: \(line.text)")
        }
        if let problem { fail("\(line.text) — but \(problem)", at: line.number) }
    }

    // MARK: Notices

    private mutating func expectSight(_ line: TimelineLine) throws -> String? {
        let kind = line.verb == "alive" ? "-" : try line.word(0)
        let desk = line.verb == "alive" ? try line.word(0) : try line.word(1)
        let meant = try line["of"].map { try incident(named: $0).id }
        let alike = sights.indices.filter {
            let sight = sights[$0]
            return sight.what.rawValue == line.verb && sight.kind == kind && sight.desk == desk
                && (meant == nil || sight.incident == meant)
        }
        guard !alike.isEmpty else {
            return sights.isEmpty ? "nothing came" : "there is only: \(sights.map(\.text).joined(separator: "; "))"
        }
        var problems: [String] = []
        for index in alike {
            let wrong = try mismatches(of: sights[index], line)
            if wrong.isEmpty {
                sights.remove(at: index)
                return nil
            }
            problems.append(wrong.joined(separator: ", "))
        }
        // What is nearly right is not counted twice, as missing and as unexpected.
        sights.remove(at: alike[0])
        return problems.joined(separator: "; ")
    }

    private func mismatches(of sight: Sight, _ line: TimelineLine) throws -> [String] {
        var wrong: [String] = []
        if line["at"] != "any" {
            let at = try line.instant("at", from: now) ?? now
            if sight.at != at { wrong.append("it came at \(sight.at.rfc3339)") }
        }
        if let rules = line["rules"], Set(rules.split(separator: ",").map(String.init)) != Set(sight.rules) {
            wrong.append("its rules are \(sight.rules.joined(separator: ","))")
        }
        if let due = line["due"] {
            let expected = due == "none" ? nil : try TimelineLine.instant(due, from: sight.at)
            if sight.due != expected { wrong.append("it is due \(sight.due?.rfc3339 ?? "never")") }
        }
        if let holder = line["by"], sight.holder != holder { wrong.append("held by \(sight.holder ?? "nothing")") }
        if let person = line["person"], sight.person != person { wrong.append("it is for \(sight.person ?? "nobody")") }
        if let says = line["says"], !sight.body.lowercased().contains(says.lowercased()) {
            wrong.append("it says \(sight.body)")
        }
        if let hides = line["hides"], sight.body.lowercased().contains(hides.lowercased()) {
            wrong.append("it says \(sight.body)")
        }
        return wrong
    }

    // MARK: Answers

    private func expectAnswer(_ line: TimelineLine) -> String? {
        guard let answer else {
            return refusal.map { "refused \($0.code.rawValue): \($0.detail)" } ?? "nothing was asked"
        }
        let texts = ["\(answer.outcome)", answer.body["disposition"]?.string, answer.body["state"]?.string].compactMap(
            \.self)
        for word in line.words where !texts.contains(word) { return "it is \(texts.joined(separator: " "))" }
        if let already = line["already"], answer.body["already"] != .bool(already == "true") {
            return "it is \(JSON.object(answer.body).text)"
        }
        if let says = line["says"], !JSON.object(answer.body).text.contains(says) {
            return "it is \(JSON.object(answer.body).text)"
        }
        return nil
    }

    private mutating func expectRefusal(_ line: TimelineLine) -> String? {
        guard let refusal else { return "it was not refused" }
        self.refusal = nil
        return line.words.first == refusal.code.rawValue ? nil : "refused \(refusal.code.rawValue): \(refusal.detail)"
    }

    // MARK: Entries

    private func entries(_ line: TimelineLine) throws -> [RecordedEntry] {
        let type = try line.word(0)
        let viewer = Viewer(party: "prov", side: .provider)
        let ofIncident = line["of"].flatMap { name in name.hasPrefix("inc-") ? try? incident(named: name).id : nil }
        return record[stepBegan...].filter { recorded in
            guard recorded.entry.type == type else { return false }
            if let of = line["of"] {
                guard ofIncident.map({ $0 == recorded.incident }) ?? (recorded.ledger.rawValue == of) else {
                    return false
                }
            }
            guard let says = line["says"] else { return true }
            let text = recorded.timelineJSON(index: 0, for: viewer)["text"]?.string ?? ""
            return text.lowercased().contains(says.lowercased())
        }
    }

    private func expectEntry(_ line: TimelineLine) throws -> String? {
        let found = try entries(line)
        let count = line["count"].flatMap { Int($0) }
        if count.map({ $0 == found.count }) ?? !found.isEmpty { return nil }
        let viewer = Viewer(party: "prov", side: .provider)
        let alike = try record[stepBegan...].filter { try $0.entry.type == line.word(0) }.map {
            $0.timelineJSON(index: 0, for: viewer)["text"]?.string ?? ""
        }
        return "there are \(found.count); of that type: \(alike)"
    }

    private func expectAbsence(_ line: TimelineLine) throws -> String? {
        switch line.verb {
        case "entry": return try entries(line).isEmpty ? nil : "there is one"
        case "obligation":
            let found = try obligations(line, try incident(named: line["of"]))
            return found.isEmpty ? nil : "there is one: \(found.map(Self.text))"
        case "incident":
            let name = try line.word(0)
            return opened.contains { $0.ledger.rawValue == name } ? "there is one on \(name)" : nil
        case "proposal": return try incident(named: line["of"]).proposal == nil ? nil : "there is one"
        case "sends": return inFlight.isEmpty ? nil : "\(inFlight.count) are on their way"
        default: throw TimelineError("nothing can be absent like that: \(line.text)")
        }
    }

    /// How many attempts to a desk or channel stand on record for an incident.
    private func expectAttempts(_ line: TimelineLine) throws -> String? {
        let to = try line.word(0)
        let incident = try incident(named: line["of"])
        let kind = line["kind"]
        let notices = incident.notices.filter {
            ($0.desk.description == to || $0.channels.contains { $0.rawValue == to })
                && (kind == nil || $0.kind.rawValue == kind)
        }
        let count = record.count { recorded in
            guard case .attemptStarted(let started) = recorded.entry, recorded.incident == incident.id else {
                return false
            }
            return notices.contains { $0.id == started.notice }
                && (to.contains(".") || started.channel.rawValue == to)
        }
        return Int(try line.word(1)) == count ? nil : "there are \(count)"
    }

    // MARK: Obligations

    private func obligations(_ line: TimelineLine, _ incident: Incident) throws -> [Obligation] {
        let name = try line.word(0)
        let who = line.words.dropFirst().first
        return incident.obligations.filter {
            $0.name == name
                && (who == nil || $0.recipient.description == who || $0.recipient.party.rawValue == who)
        }
    }

    private static func text(_ obligation: Obligation) -> String {
        "\(obligation.name) \(obligation.recipient) \(obligation.state.rawValue)"
            + (obligation.due.map { " due=\($0.rfc3339)" } ?? " due=none") + (obligation.isLate ? " late" : "")
            + (obligation.metAt.map { " met at \($0.rfc3339)" } ?? "")
    }

    private func expectObligation(_ line: TimelineLine, _ incident: Incident) throws -> String? {
        guard let obligation = try obligations(line, incident).last else {
            return "there are \(incident.obligations.map(Self.text))"
        }
        let wrong =
            "it is \(Self.text(obligation)) \(obligation.proofs.map(\.kind.rawValue)) \(obligation.reason ?? "")"
        if line.words.count > 2, line.words[2] != obligation.state.rawValue { return wrong }
        if let due = line["due"] {
            let expected = due == "none" ? nil : try TimelineLine.instant(due, from: now)
            if obligation.due != expected { return wrong }
        }
        if let late = line["late"], obligation.isLate != (late == "true") { return wrong }
        if let met = try line.instant("met", from: now), obligation.metAt != met { return wrong }
        if let proof = line["proof"], !obligation.proofs.contains(where: { $0.kind.rawValue == proof }) { return wrong }
        if let reason = line["reason"], !(obligation.reason ?? "").contains(reason) { return wrong }
        if let reminders = line["reminders"].flatMap({ Int($0) }), obligation.reminders != reminders {
            return wrong + " \(obligation.reminders) reminders"
        }
        return nil
    }

    // MARK: The incident

    private func expectOfIncident(_ line: TimelineLine, _ incident: Incident) throws -> String? {
        switch line.verb {
        case "owner":
            let ruling = incident.ruling
            let texts = [ruling.owner.rawValue, ruling.ownerParty?.rawValue].compactMap(\.self)
            if texts != line.words { return "the owner is \(texts) (\(ruling.sentence))" }
            if let lead = line["lead"], ruling.lead?.rawValue != lead {
                return "the lead is \(ruling.lead?.rawValue ?? "-")"
            }
            return nil
        case "triage":
            let word = incident.ruling.triage?.code ?? "none"
            return try word == line.word(0) ? nil : "it is \(word)"
        case "severity": return try Self.compare(incident.severity.rawValue, line.word(0))
        case "phase":
            // A closed incident is no longer in memory; its entries say so.
            let left = incident.obligations.filter { $0.state.isLive || $0.state == .overdue }.map(Self.text)
            let pending = incident.notices.filter { ![.delivered, .superseded].contains($0.state) }
            return try Self.compare(incident.phase.rawValue, line.word(0)).map {
                "\($0): \(left) \(pending.map { "\($0.kind) \($0.desk) \($0.state)" })"
            }
        case "reports": return try Self.compare("\(incident.reportCount + unwritten(of: incident))", line.word(0))
        case "rules": return try expectRules(line, incident)
        case "acknowledged":
            return try incident.hasAcknowledged(PartyID(line.word(0))) ? nil : "it is not"
        case "escalation":
            let party = try line.word(0)
            let state = incident.escalations.last { $0.party.rawValue == party }?.state.rawValue ?? "none"
            return try Self.compare(state, line.word(1))
        case "tenure":
            let tenure = incident.tenure(at: try line.instant("when", from: now) ?? now)
            return try Self.compare(tenure?.party?.rawValue ?? tenure?.owner.rawValue ?? "nobody", line.word(0))
        case "aware":
            let aware = try line.word(0) == "customer" ? incident.customerAware : incident.providerAware
            let since = try line["since"].map { $0 == "never" ? nil : try TimelineLine.instant($0, from: now) } ?? nil
            return aware?.at == since ? nil : "since \(aware?.at.rfc3339 ?? "never")"
        case "taken":
            return incident.takers.contains { [$0.party.rawValue, $0.by] == line.words } ? nil : "\(incident.takers)"
        case "proposal": return try Self.compare(incident.proposal?.kind.rawValue ?? "none", line.word(0))
        default: return try Self.compare(incident.summary, line.word(0))
        }
    }

    /// Repeats that are counted and not yet written down.
    func unwritten(of incident: Incident) -> Int {
        guard let live = state.incidents[incident.id] else { return 0 }
        let viewer = Viewer(party: "prov", side: .provider)
        let counted = live.summaryJSON(for: viewer)["reports"]?.integer.map { Int($0) } ?? live.reportCount
        return counted - live.reportCount
    }

    /// The rules at work in an incident and in the parts of it that other agreements have.
    private func expectRules(_ line: TimelineLine, _ incident: Incident) throws -> String? {
        let family = opened.compactMap { self.incident($0.id) }.filter {
            $0.id == incident.id || $0.root == incident.id || $0.root != nil && $0.root == incident.root
                || $0.id == incident.root
        }
        let rules = Set(
            family.flatMap { $0.obligations.map(\.rule.rawValue) + $0.notices.flatMap { $0.rules.map(\.rawValue) } })
        return rules == Set(line.words) ? nil : "they are \(rules.sorted().joined(separator: " "))"
    }

    private static func compare(_ actual: String, _ expected: String) -> String? {
        actual == expected ? nil : "it is \(actual)"
    }
}
