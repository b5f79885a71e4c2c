import CivilTime
import Coordination
import Responsibility
import StrictJSON

// What a timeline puts in.
extension Timeline {
    mutating func put(_ line: TimelineLine) throws {
        guard hasBegun || line.verb == "at" else { throw TimelineError("first says when: at 2026-03-10T09:00+07:00") }
        switch line.verb {
        case "at": try advance(to: line.word(0))
        case "report": try report(line)
        case "deliver": try arrive(line, "200")
        case "fail": try arrive(line, line.word(1))
        case "receivers", "receiver": try receive(line)
        case "silence": try silence(line)
        case "end": try endSilence(line)
        case "beat": try beat(line)
        case "reload": try reload(line)
        case "restart": restart()
        case "look": views[try line.word(0)] = try incident(named: line.words.dropFirst().first).revision
        default: try act(line)
        }
    }

    /// Moves the clock, and stops at everything that is due on the way.
    private mutating func advance(to text: String) throws {
        let target = try TimelineLine.instant(text, from: hasBegun ? now : nil)
        guard hasBegun else { return try begin(at: target) }
        guard target >= now else { throw TimelineError("\(text) is over") }
        var turns = 0
        while let deadline = state.nextDeadline, deadline <= target {
            now = max(now, deadline)
            var turn = Turn(at: now)
            state.tick(entropy: &entropy, turn: &turn)
            take(turn)
            turns += 1
            if turns > 200_000 { throw TimelineError("it does not come to rest at \(now.rfc3339)") }
        }
        now = target
    }

    private mutating func begin(at instant: Instant) throws {
        now = instant
        hasBegun = true
        state = State(arrangements: try world.arrangements(), limits: world.limits)
        var turn = Turn(at: now)
        state.adopt(state.arrangements, version: "timeline", entropy: &entropy, turn: &turn)
        take(turn)
    }

    private static func actor(_ party: String, _ role: String?, name: String? = nil) throws -> Actor {
        guard let role = PeerRole(rawValue: role ?? "responder") else {
            throw TimelineError("there is no role \(role ?? "")")
        }
        let side: Side = party == "prov" || role == .gateway ? .provider : .customer
        return Actor(party: PartyID(party), side: side, role: role, name: name ?? "a person of \(party)")
    }

    /// Runs a request; a refusal is kept for the expectations, and must have recorded nothing.
    private mutating func ask(
        _ request: (inout State, inout Entropy, inout Turn) throws(Refusal) -> PeerAnswer
    ) {
        var turn = Turn(at: now)
        do throws(Refusal) {
            let given = try request(&state, &entropy, &turn)
            answer = given
            present = given.body["incident"]?.string.map { IncidentID($0) } ?? present
        } catch {
            refusal = error
            if !turn.entries.isEmpty { fail("refused, and recorded \(turn.entries.count) entries", at: 0) }
        }
        take(turn)
    }

    // MARK: Reports

    private mutating func report(_ line: TimelineLine) throws {
        var report = Report(summary: line["summary"] ?? "something is wrong", asset: line["asset"])
        report.service = line["service"].map { ServiceID($0) }
        report.category = try line["category"].map { try Self.known($0) }
        report.layer = try line["layer"].map { try Self.known($0) }
        report.duty = line["duty"].map { DutyID($0) }
        report.component = line["component"]
        report.cause = line["cause"]
        report.severity = try line["severity"].map { try Self.known($0) } ?? .medium
        report.status = try line["status"].map { try Self.known($0) } ?? .firing
        report.observedAt = try line.instant("observed", from: now)
        report.dedupKey = line["key"]
        report.idempotencyKey = line["idempotency"]
        report.trafficLight = try line["tlp"].map { try Self.known($0) } ?? .amber
        report.incident = try line["incident"].map { try incident(named: $0).id }
        report.attachments = try attachments(line)
        let actor = try Self.actor(line.word(0), line.words.dropFirst().first ?? "agent")
        ask { (state, entropy, turn) throws(Refusal) in
            try state.accept(report, from: actor, entropy: &entropy, turn: &turn)
        }
    }

    private func attachments(_ line: TimelineLine) throws -> JSONObject {
        var attachments = JSONObject()
        if let state = line["personal_data"] { attachments.set("personal_data", .string(state)) }
        if line["significant"] == "true" { attachments.set("significant", true) }
        if let start = try line.instant("window", from: now) {
            attachments.set("impact", ["since": .string(start.rfc3339)])
        }
        let labels = line.keys.filter { $0.hasPrefix("label.") }
        if !labels.isEmpty {
            attachments.set(
                "labels",
                .object(JSONObject(labels.map { .init(String($0.dropFirst(6)), .string(line[$0] ?? "")) })))
        }
        return attachments
    }

    private static func known<Word: RawRepresentable>(_ text: String) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else { throw TimelineError("\(text) is no \(Word.self)") }
        return word
    }

    // MARK: What people do

    private mutating func act(_ line: TimelineLine) throws {
        let actor = try Self.actor(line.word(0), line["role"], name: line["by"])
        let words = Array(line.words.dropFirst())
        let isNamed = words.first.map { $0.hasPrefix("inc-") || $0 == "house" || $0.hasPrefix("agr-") } ?? false
        let incident = try incident(named: isNamed ? words[0] : nil)
        let rest = Array(words.dropFirst(isNamed ? 1 : 0))
        var asOf = line["as_of"].flatMap { Int($0) }
        if line["as_of"] == "present" { asOf = incident.revision }
        if let seen = line["seen"] { asOf = views[seen] }
        let request = ActionRequest(
            try action(line, rest, incident, actor), asOf: asOf, idempotencyKey: line["idempotency"])
        ask { (state, entropy, turn) throws(Refusal) in
            try state.act(request, on: incident.id, from: actor, entropy: &entropy, turn: &turn)
        }
        present = incident.id
    }

    private func action(
        _ line: TimelineLine, _ words: [String], _ incident: Incident, _ actor: Actor
    ) throws -> IncidentAction {
        let reason = line["reason"] ?? "no reason given"
        switch line.verb {
        case "ack": return .acknowledge(note: line["note"], until: try line.instant("until", from: now))
        case "take": return .take(note: line["note"])
        case "comment": return .comment(try line.value("text"))
        case "resolve": return .resolve(note: line["note"])
        case "reopen": return .reopen(note: line["note"])
        case "severity": return .setSeverity(try Self.known(words.first ?? ""), reason: reason)
        case "dispute": return .propose(.dispute, reason: reason)
        case "offer": return .propose(.offer, reason: reason)
        case "accept": return .answerProposal(accepted: true, reason: line["reason"])
        case "decline": return .answerProposal(accepted: false, reason: line["reason"])
        case "classify": return .classify(try classification(line))
        case "record":
            return .recordAct(
                try obligation(words, incident, actor), note: line["note"] ?? "done",
                doneAt: try line.instant("done", from: now))
        case "waive": return .waive(try obligation(words, incident, actor), reason: reason)
        case "hold": return .hold(try obligation(words, incident, actor), reason: reason)
        case "resume": return .resume(try obligation(words, incident, actor), reason: reason)
        case "happened":
            guard let start = JointCareRule.Start(text: words.first ?? "") else {
                throw TimelineError("what happened?")
            }
            return .recordFact(start, happenedAt: try line.instant("when", from: now), note: line["note"])
        default: throw TimelineError("there is no such line: \(line.text)")
        }
    }

    /// An obligation by its name, the latest of the party that acts where it has one of that name.
    private func obligation(_ words: [String], _ incident: Incident, _ actor: Actor) throws -> ObligationID {
        let named = incident.obligations.filter { $0.name == words.first || $0.id.rawValue == words.first }
        guard let found = named.last(where: { $0.recipient.party == actor.party }) ?? named.last else {
            throw TimelineError("there is no obligation \(words.first ?? "")")
        }
        return found.id
    }

    private func classification(_ line: TimelineLine) throws -> Classification {
        var classification = Classification()
        classification.asset = line["asset"]
        classification.service = line["service"].map { ServiceID($0) }
        classification.category = try line["category"].map { try Self.known($0) }
        classification.layer = try line["layer"].map { try Self.known($0) }
        classification.duty = line["duty"].map { DutyID($0) }
        classification.component = line["component"]
        classification.cause = line["cause"]
        classification.severity = try line["severity"].map { try Self.known($0) }
        classification.personalData = try line["personal_data"].map { try Self.known($0) }
        classification.significant = line["significant"].map { $0 == "true" }
        classification.word = line["as"]
        classification.reason = line["reason"]
        return classification
    }

    // MARK: Receivers

    /// `deliver all`, `deliver tern.sec`, `fail tern.sec 503`: what becomes of the attempts on their way.
    private mutating func arrive(_ line: TimelineLine, _ how: String) throws {
        let to = try line.word(0)
        let meant = inFlight.filter { send in
            to == "all" || send.channel.rawValue == to
                || record.contains {
                    guard case .attemptStarted(let started) = $0.entry, started.delivery == send.delivery,
                        let id = $0.incident
                    else { return false }
                    return incident(id)?.notices.contains {
                        $0.id == started.notice && $0.desk.description == to
                    } ?? false
                }
        }
        guard !meant.isEmpty else { throw TimelineError("nothing is on its way to \(to)") }
        inFlight.removeAll { meant.contains($0) }
        for send in meant { finish(send, how, retryAfter: try line.elapsed("retry_after")) }
    }

    /// `receivers silent`, `receiver tern down 503`, `receiver tern up`.
    mutating func receive(_ line: TimelineLine) throws {
        let words = line.verb == "receivers" ? line.words : Array(line.words.dropFirst())
        let receiver: Receiver
        switch words.first {
        case "up": receiver = .answers
        case "silent": receiver = .silent
        case "down": receiver = .fails(words.dropFirst().first ?? "connect_failed")
        default: throw TimelineError("up, silent or down: \(line.text)")
        }
        if line.verb == "receivers" {
            otherReceivers = receiver
            receivers = [:]
        } else {
            receivers[ChannelID(try line.word(0))] = receiver
        }
    }

    // MARK: Silences, heartbeats and the daemon itself

    private mutating func silence(_ line: TimelineLine) throws {
        let actor = try Self.actor(line.word(0), line["role"])
        let starts = try line.instant("from", from: now)
        guard let ends = try line.elapsed("for").map({ (starts ?? now) + $0 }) ?? line.instant("until", from: now)
        else {
            throw TimelineError("for= or until= is missing")
        }
        let request = SilenceRequest(
            matchers: try MatcherSet(text: line.value("matchers")), starts: starts, ends: ends,
            comment: line["comment"] ?? "planned", agreement: line["agreement"].map { AgreementID($0) })
        ask { (state, entropy, turn) throws(Refusal) in
            try state.silence(request, from: actor, entropy: &entropy, turn: &turn)
        }
        if let id = answer?.body["silence"]?.string { silences.append(SilenceID(id)) }
    }

    private mutating func endSilence(_ line: TimelineLine) throws {
        let actor = try Self.actor(line.word(0), line["role"])
        guard let number = Int(try line.word(1).dropFirst(4)), silences.indices.contains(number - 1) else {
            throw TimelineError("there is no such silence")
        }
        let id = silences[number - 1]
        ask { (state, entropy, turn) throws(Refusal) in
            try state.endSilence(id, from: actor, entropy: &entropy, turn: &turn)
        }
    }

    private mutating func beat(_ line: TimelineLine) throws {
        let id = HeartbeatID(try line.word(1))
        let actor = try Self.actor(line.word(0), "agent")
        ask { (state, entropy, turn) throws(Refusal) in
            try state.beat(id, from: actor, entropy: &entropy, turn: &turn)
        }
    }

    /// `reload`, or `reload agreements/tern.yaml "old" "new"`.
    private mutating func reload(_ line: TimelineLine) throws {
        if !line.words.isEmpty { try world.edit(line) }
        var turn = Turn(at: now)
        state.adopt(try world.arrangements(), version: "timeline", entropy: &entropy, turn: &turn)
        take(turn)
    }

    /// The daemon was killed and started again: all it has is what was written. What was on its way may have arrived.
    private mutating func restart() {
        inFlight = []
        var fresh = State(arrangements: state.arrangements, limits: world.limits)
        for recorded in record {
            guard let entry = try? Self.reread(recorded.entry) else { continue }
            fresh.evolve(
                RecordedEntry(ledger: recorded.ledger, matter: recorded.matter, at: recorded.at, entry: entry))
        }
        state = fresh
        var turn = Turn(at: now)
        state.adopt(state.arrangements, version: "timeline", entropy: &entropy, turn: &turn)
        state.resume(entropy: &entropy, turn: &turn)
        take(turn)
    }
}
