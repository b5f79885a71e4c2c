import CivilTime
import Coordination
import Responsibility
import StrictJSON

/// Runs a story: commands with their times, and after each what it put on record and sent. A story is a text file:
///
///     # what it shows
///     report tern agent asset=tern-vps1 category=intrusion severity=high summary="Unknown root login"
///     ----
///     agr-tern inc-1 incident.opened: …
///     send dlv-1 attempt 1 to tern-hook
///
/// Commands end at the line of hyphens; the expected output ends at the next empty line. Ids are shown by order of appearance.
struct Story {
    private var state: State
    private var entropy = Entropy(seed: 42)
    private var now = SmallWorld.start
    private var record: [RecordedEntry] = []
    private var aliases: [(id: String, alias: String)] = []
    private var lines: [String] = []

    init() throws {
        state = State(arrangements: try SmallWorld.arrangements())
    }

    /// The story with each command's output as it really is.
    static func replayed(_ text: String) throws -> String {
        var story = try Story()
        var output: [String] = []
        var isOutput = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if isOutput {
                if line.isEmpty {
                    isOutput = false
                    output.append(line)
                }
                continue
            }
            output.append(line)
            if line == "----" {
                output += story.lines
                story.lines = []
                isOutput = true
            } else if !line.isEmpty, !line.hasPrefix("#") {
                try story.run(Command(line))
            }
        }
        return output.joined(separator: "\n")
    }

    private mutating func run(_ command: Command) throws {
        switch command.verb {
        case "report": report(command)
        case "explain": explain(command)
        case "ack", "resolve", "reopen", "take", "comment", "severity", "dispute", "offer", "accept", "decline",
            "classify",
            "record", "waive", "hold", "resume", "happened":
            act(command)
        case "outcome": try finish(command)
        case "at": try advance(to: command)
        case "reload": reload(command)
        case "restart": try restart()
        case "show": try show(command)
        default: throw StoryError("unknown command \(command.verb)")
        }
    }

    private mutating func report(_ command: Command) {
        var report = Report(summary: command["summary"] ?? "something is wrong")
        report.asset = command["asset"]
        report.category = command["category"].flatMap { Category(rawValue: $0) } ?? .anomaly
        report.layer = command["layer"].flatMap { Layer(rawValue: $0) }
        report.severity = command["severity"].flatMap { Severity(rawValue: $0) } ?? .medium
        report.status = command["status"].flatMap { Report.Status(rawValue: $0) } ?? .firing
        report.dedupKey = command["key"]
        report.idempotencyKey = command["idempotency"]
        report.trafficLight = command["tlp"].flatMap { Report.TrafficLight(rawValue: $0) } ?? .amber
        report.incident = command["incident"].map { IncidentID(id(of: $0)) }
        let actor = SmallWorld.actor(command.words[0], PeerRole(rawValue: command.words[1]) ?? .agent)
        var turn = Turn(at: now)
        do throws(Refusal) {
            let answer = try state.accept(report, from: actor, entropy: &entropy, turn: &turn)
            take(turn)
            tell(
                "answer \(answer.outcome): \(answer.body["disposition"]?.string ?? "") \(answer.body["incident"]?.string ?? "-")"
            )
        } catch {
            tell(error, turn)
        }
    }

    private mutating func explain(_ command: Command) {
        let explanation = Explanation(
            asset: command["asset"], category: command["category"].flatMap { Category(rawValue: $0) },
            layer: command["layer"].flatMap { Layer(rawValue: $0) })
        do throws(Refusal) {
            let viewer = Viewer(SmallWorld.actor(command.words[0], .agent))
            let answer = try state.arrangements.explain(explanation, to: viewer, at: now)
            tell("ruling: \(answer["ruling"]?["sentence"]?.string ?? "")")
            for notice in answer["notify"]?.array ?? [] { tell("would tell \(notice.text)") }
        } catch {
            tell(error, Turn(at: now))
        }
    }

    private mutating func act(_ command: Command) {
        let actor = SmallWorld.actor(command.words[0], .responder)
        let incident = IncidentID(id(of: command.words[1]))
        var turn = Turn(at: now)
        do throws(Refusal) {
            let answer = try state.act(
                ActionRequest(
                    try action(command), asOf: command["as_of"].flatMap { Int($0) },
                    idempotencyKey: command["idempotency"]),
                on: incident, from: actor, entropy: &entropy, turn: &turn)
            take(turn)
            tell("answer: \(JSON.object(answer.body).text)")
        } catch {
            tell(error, turn)
        }
    }

    private func action(_ command: Command) throws(Refusal) -> IncidentAction {
        let words = Array(command.words.dropFirst(2))
        let reason = command["reason"] ?? "no reason given"
        func instant(_ name: String) -> Instant? { command[name].flatMap { Elapsed(iso8601: $0) }.map { now + $0 } }
        switch command.verb {
        case "ack": return .acknowledge(note: command["note"], until: instant("for"))
        case "resolve": return .resolve(note: command["note"])
        case "reopen": return .reopen(note: command["note"])
        case "take": return .take(note: command["note"])
        case "comment": return .comment(command["text"] ?? "")
        case "severity": return .setSeverity(Severity(rawValue: words.first ?? "") ?? .medium, reason: reason)
        case "dispute": return .propose(.dispute, reason: reason)
        case "offer": return .propose(.offer, reason: reason)
        case "accept": return .answerProposal(accepted: true, reason: command["reason"])
        case "decline": return .answerProposal(accepted: false, reason: command["reason"])
        case "record":
            return .recordAct(ObligationID(words.first ?? ""), note: command["note"] ?? "done", doneAt: instant("done"))
        case "waive": return .waive(ObligationID(words.first ?? ""), reason: reason)
        case "hold": return .hold(ObligationID(words.first ?? ""), reason: reason)
        case "resume": return .resume(ObligationID(words.first ?? ""), reason: reason)
        case "happened":
            return .recordFact(
                JointCareRule.Start(text: words.first ?? "") ?? .purged, happenedAt: instant("at"), note: nil)
        default: return .classify(classification(command))
        }
    }

    private func classification(_ command: Command) -> Classification {
        var classification = Classification()
        classification.asset = command["asset"]
        classification.category = command["category"].flatMap { Category(rawValue: $0) }
        classification.layer = command["layer"].flatMap { Layer(rawValue: $0) }
        classification.cause = command["cause"]
        classification.severity = command["severity"].flatMap { Severity(rawValue: $0) }
        classification.personalData = command["personal_data"].flatMap { PersonalData(rawValue: $0) }
        classification.significant = command["significant"].map { $0 == "true" }
        classification.word = command["as"]
        classification.reason = command["reason"]
        return classification
    }

    /// `outcome dlv-1 delivered 200`, `outcome dlv-1 not_delivered connect_failed`.
    private mutating func finish(_ command: Command) throws {
        let delivery = DeliveryID(id(of: command.words[0]))
        guard let result = AttemptResult.Class(rawValue: command.words[1]) else { throw StoryError("unknown result") }
        let deliveries = state.incidents.values.flatMap { $0.notices.flatMap(\.deliveries) }
        let attempt = command["attempt"].flatMap { Int($0) } ?? deliveries.first { $0.id == delivery }?.attempts ?? 1
        let status = command.words.count > 2 ? Int(command.words[2]) : nil
        let reason =
            result == .delivered ? "ok" : command.words.count > 2 && status == nil ? command.words[2] : "http_error"
        var turn = Turn(at: now)
        state.finish(
            AttemptResult(
                delivery: delivery, attempt: attempt, result: result, reason: reason, status: status,
                retryAfter: command["retry_after"].flatMap { Elapsed(iso8601: $0) }, latencyMilliseconds: 3),
            entropy: &entropy, turn: &turn)
        take(turn)
    }

    /// `at +PT15M`: moves the clock, stopping at everything that is due on the way.
    private mutating func advance(to command: Command) throws {
        guard let elapsed = Elapsed(iso8601: String(command.words[0].dropFirst())) else {
            throw StoryError("not a duration")
        }
        let target = now + elapsed
        while let deadline = state.nextDeadline, deadline <= target {
            now = max(now, deadline)
            var turn = Turn(at: now)
            state.tick(entropy: &entropy, turn: &turn)
            if !turn.entries.isEmpty { tell("\(now.rfc3339)") }
            take(turn)
        }
        now = target
    }

    private mutating func reload(_ command: Command) {
        guard let arrangements = try? SmallWorld.arrangements(digest: command["digest"] ?? "d2") else { return }
        var turn = Turn(at: now)
        state.adopt(arrangements, version: "test", entropy: &entropy, turn: &turn)
        take(turn)
    }

    /// What start-up does: forget everything, read back what was written, and repeat what was interrupted.
    private mutating func restart() throws {
        let before = state.incidents
        state = State(arrangements: state.arrangements)
        for recorded in record {
            let form = recorded.entry.form
            let fields = try JSON(parsing: JSON.object(form.fields).bytes, limits: .ledger).object ?? JSONObject()
            let parts = Dictionary(form.parts.map { ($0.name, $0.value) }) { first, _ in first }
            let entry = try Entry(reading: EntryForm(type: form.type, fields: fields, parts: parts))
            state.evolve(
                RecordedEntry(ledger: recorded.ledger, incident: recorded.incident, at: recorded.at, entry: entry))
        }
        let viewer = Viewer(party: "prov", side: .provider)
        for incident in before.values {
            let replayed = state.incidents[incident.id].map { JSON.object($0.json(for: viewer)).text }
            guard replayed == JSON.object(incident.json(for: viewer)).text else {
                throw StoryError("replay differs: \(incident.id)")
            }
        }
        var turn = Turn(at: now)
        state.resume(entropy: &entropy, turn: &turn)
        take(turn)
    }

    private mutating func show(_ command: Command) throws {
        let id = IncidentID(id(of: command.words[0]))
        guard let live = state.incidents[id],
            let incident = Incident(folding: record.filter { $0.incident == id })
        else { return tell("\(command.words[0]) is not in memory") }
        let reports = live.summaryJSON(for: Viewer(party: "prov", side: .provider))["reports"]?.integer ?? 0
        tell("\(incident.phase.rawValue), \(incident.severity.rawValue), \(reports) reports")
        for obligation in incident.obligations {
            tell(
                "obligation \(obligation.id) \(obligation.name) \(obligation.recipient) \(obligation.state.rawValue)"
                    + (obligation.due.map { " due \($0.rfc3339)" } ?? ""))
        }
        for notice in incident.notices {
            tell("notice \(notice.id) \(notice.kind.rawValue) \(notice.desk) \(notice.state.rawValue)")
        }
        for escalation in incident.escalations { tell("escalation \(escalation.party) \(escalation.state.rawValue)") }
    }

    private mutating func take(_ turn: Turn) {
        record += turn.entries
        let viewer = Viewer(party: "prov", side: .provider)
        for recorded in turn.entries {
            let line = recorded.timelineJSON(index: 0, for: viewer)
            tell(
                "\(recorded.ledger) \(recorded.incident?.rawValue ?? "-") \(recorded.entry.type): \(line["text"]?.string ?? "")"
            )
        }
        for send in turn.sends { tell("send \(send.delivery) attempt \(send.attempt) to \(send.channel)") }
    }

    private mutating func tell(_ refusal: Refusal, _ turn: Turn) {
        tell("refused \(refusal.code.rawValue): \(refusal.detail)")
        if !turn.entries.isEmpty { tell("BUT RECORDED \(turn.entries.count) ENTRIES") }
    }

    private mutating func tell(_ line: String) { lines.append(shortened(line)) }

    private func id(of alias: String) -> String { aliases.first { $0.alias == alias }?.id ?? alias }

    /// The line with ids replaced by their order of appearance: `inc-1`.
    private mutating func shortened(_ line: String) -> String {
        var result = ""
        var rest = Substring(line)
        while let underscore = rest.firstIndex(of: "_") {
            let prefix = rest[..<underscore].suffix(3)
            let tail = rest[rest.index(after: underscore)...].prefix(16)
            let isID =
                ["inc", "rep", "not", "dlv"].contains(String(prefix)) && tail.count == 16
                && tail.allSatisfy { $0.isLowercase || $0.isNumber }
            guard isID else {
                result += rest[...underscore]
                rest = rest[rest.index(after: underscore)...]
                continue
            }
            let id = "\(prefix)_\(tail)"
            if !aliases.contains(where: { $0.id == id }) {
                let number = aliases.count { $0.alias.hasPrefix(prefix) } + 1
                aliases.append((id, "\(prefix)-\(number)"))
            }
            result += rest[..<underscore].dropLast(3) + (aliases.first { $0.id == id }?.alias ?? id)
            rest = rest[rest.index(underscore, offsetBy: 17)...]
        }
        return result + rest
    }
}

struct StoryError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A line of words and `key=value` pairs; a value in quotes may hold blanks.
struct Command {
    let verb: String
    private(set) var words: [String] = []
    private var values: [String: String] = [:]

    init(_ line: String) {
        var tokens: [String] = []
        var token = ""
        var inQuotes = false
        for character in line {
            switch character {
            case "\"": inQuotes.toggle()
            case " " where !inQuotes:
                if !token.isEmpty { tokens.append(token) }
                token = ""
            default: token.append(character)
            }
        }
        if !token.isEmpty { tokens.append(token) }
        verb = tokens.first ?? ""
        for token in tokens.dropFirst() {
            if let equals = token.firstIndex(of: "="), equals > token.startIndex {
                values[String(token[..<equals])] = String(token[token.index(after: equals)...])
            } else {
                words.append(token)
            }
        }
    }

    subscript(_ name: String) -> String? { values[name] }
}
