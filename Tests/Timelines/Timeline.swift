import CivilTime
import Coordination
import Responsibility
import StrictJSON

/// Runs a timeline: what is put in at its times, and exactly what must come of it. A timeline is a text file over the
/// shipped configuration:
///
///     # D17: orchid disputes what the ruling gave it
///     at 2026-03-10T09:00+07:00
///     report prov agent asset=orchid-site category=availability layer=application severity=high summary="HTTP 500"
///     expect owner customer orchid
///     expect notice opened orchid.ops rules=JC-01 due=+PT30M
///     at +PT5M
///     dispute orchid reason="your server"
///     expect notice proposed prov.mgr due=+PT4H
///     expect notice proposed orchid.ops due=+PT4H
///
/// Each line that puts something in begins a step; the expectations after it are about that step. Notices that are
/// queued, held, released or undelivered in a step and are not expected are a failure, and so is one at another instant
/// than now unless `at=` says when. After each step the record is folded anew and must give the same state, and no
/// customer's ledger may name another customer. Stories/README.md lists all lines.
struct Timeline {
    /// One expectation that was not met, or one thing that came unexpected.
    struct Failure: CustomStringConvertible {
        let line: Int
        let what: String
        var description: String { "line \(line): \(what)" }
    }

    /// Something that left, or was held back, in the present step.
    struct Sight {
        enum What: String {
            case notice, held, released, undelivered, alive
        }

        let what: What
        let kind: String
        let desk: String
        let at: Instant
        var incident: IncidentID?
        var notice: NoticeID?
        var rules: [String] = []
        var due: Instant?
        var holder: String?
        var person: String?
        var body = ""

        var text: String {
            var text = "\(what.rawValue) \(kind) \(desk)"
            if !rules.isEmpty { text += " rules=\(rules.joined(separator: ","))" }
            if let due { text += " due=\(due.rfc3339)" }
            if let holder { text += " by=\(holder)" }
            return text + " at=\(at.rfc3339)"
        }
    }

    enum Receiver {
        case answers, silent
        case fails(String)
    }

    var world: TimelineWorld
    var state: State
    var entropy = Entropy(seed: 7)
    var now = Instant(milliseconds: 0)
    var hasBegun = false
    var record: [RecordedEntry] = []
    /// How much of the record is older than the present step.
    var stepBegan = 0
    var sights: [Sight] = []
    var inFlight: [Turn.Send] = []
    var receivers: [ChannelID: Receiver] = [:]
    var otherReceivers = Receiver.answers
    /// In the order in which they were opened.
    var opened: [(id: IncidentID, ledger: LedgerID)] = []
    var silences: [SilenceID] = []
    /// The incident of the last answer, or the last that was opened.
    var present: IncidentID?
    var answer: PeerAnswer?
    var refusal: Refusal?
    /// What people saw: the revision of an incident, by a name, for `seen=`.
    var views: [String: Int] = [:]
    var failures: [Failure] = []
    private var stepLine = 0

    init() throws {
        world = try TimelineWorld()
        state = State(arrangements: try world.arrangements())
    }

    /// Everything in which the program differs from the timeline.
    static func failures(of text: String) throws -> [Failure] {
        var timeline = try Timeline()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = TimelineLine(String(line).trimmed, number: index + 1)
            if line.verb.isEmpty || line.verb.hasPrefix("#") { continue }
            do {
                try timeline.run(line)
            } catch {
                throw TimelineError("line \(line.number): \(error)")
            }
        }
        timeline.endStep()
        return timeline.failures
    }

    /// What comes of inputs of which nothing is expected.
    init(inputs: [String]) throws {
        try self.init()
        for (index, line) in inputs.enumerated() {
            try run(TimelineLine(line, number: index + 1))
            if let refusal { throw TimelineError("line \(index + 1): refused, \(refusal.detail)") }
        }
    }

    private mutating func run(_ line: TimelineLine) throws {
        switch line.verb {
        case "with":
            guard !hasBegun else { throw TimelineError("the head ends at the first time") }
            if line.rest.verb == "receivers" { return try receive(line.rest) }
            try world.change(line.rest)
        case "expect": try expect(line.rest)
        default:
            endStep()
            stepLine = line.number
            (answer, refusal) = (nil, nil)
            try put(line)
            checkReplay()
        }
    }

    /// What nobody expected is a failure.
    mutating func endStep() {
        for sight in sights { fail("unexpected: \(sight.text) of \(alias(sight.incident))", at: stepLine) }
        if let refusal { fail("refused \(refusal.code.rawValue): \(refusal.detail)", at: stepLine) }
        sights = []
        stepBegan = record.count
    }

    mutating func fail(_ what: String, at line: Int) { failures.append(Failure(line: line, what: what)) }

    // MARK: What comes of a turn

    /// Takes the entries and what leaves; receivers that answer do so at once.
    mutating func take(_ turn: Turn) {
        for recorded in turn.entries {
            record.append(recorded)
            see(recorded)
            checkSecrecy(of: recorded)
        }
        for send in turn.sends {
            if send.body.contains("\"daemon.alive\"") {
                sights.append(Sight(what: .alive, kind: "-", desk: send.channel.rawValue, at: now))
                continue
            }
            switch receivers[send.channel] ?? otherReceivers {
            case .answers: finish(send, "200")
            case .silent: inFlight.append(send)
            case .fails(let how): finish(send, how)
            }
        }
    }

    mutating func finish(_ send: Turn.Send, _ how: String, retryAfter: Elapsed? = nil) {
        let status = Int(how)
        let result: AttemptResult.Class =
            status.map { (200..<300).contains($0) ? .delivered : .refused }
            ?? (how == "timeout" || how == "interrupted" ? .ambiguous : .notDelivered)
        var turn = Turn(at: now)
        state.finish(
            AttemptResult(
                delivery: send.delivery, attempt: send.attempt, result: result,
                reason: result == .delivered ? "ok" : status == nil ? how : "http_error", status: status,
                retryAfter: retryAfter),
            entropy: &entropy, turn: &turn)
        take(turn)
    }

    private mutating func see(_ recorded: RecordedEntry) {
        guard let id = recorded.incident else { return }
        switch recorded.entry {
        case .incidentOpened: opened.append((id, recorded.ledger))
        case .noticeQueued(let queued):
            var sight = Sight(
                what: queued.hold == nil ? .notice : .held, kind: queued.kind.rawValue, desk: queued.desk.description,
                at: now, incident: id, notice: queued.id, rules: queued.rules.map(\.rawValue), due: queued.due)
            sight.holder = queued.hold.map(Self.word)
            sight.person = queued.person
            sight.body = queued.body
            sights.append(sight)
        case .noticeReleased(let released): see(.released, released.id, in: id)
        case .noticeUndelivered(let undelivered): see(.undelivered, undelivered.id, in: id)
        default: break
        }
    }

    private mutating func see(_ what: Sight.What, _ notice: NoticeID, in id: IncidentID) {
        guard let notice = incident(id)?.notices.last(where: { $0.id == notice }) else { return }
        sights.append(
            Sight(
                what: what, kind: notice.kind.rawValue, desk: notice.desk.description, at: now, incident: id,
                notice: notice.id, rules: notice.rules.map(\.rawValue), due: notice.due))
    }

    private static func word(for hold: Hold) -> String {
        switch hold.reason {
        case .silence: "silence"
        case .window: "window"
        case .inhibited: "inhibition"
        case .flapping: "flapping"
        case .storm: "storm"
        }
    }

    /// The incident as its entries say: what is over has left the memory of the state, and closed ones are not in it.
    func incident(_ id: IncidentID) -> Incident? { Incident(folding: record.filter { $0.incident == id }) }

    /// `inc-2`, or the ledger whose latest incident is meant; nil means the present one.
    func incident(named name: String?) throws -> Incident {
        var id = present
        if let name {
            if name.hasPrefix("inc-"), let number = Int(name.dropFirst(4)) {
                id = opened.indices.contains(number - 1) ? opened[number - 1].id : nil
            } else {
                id = opened.last { $0.ledger.rawValue == name }?.id
            }
        }
        guard let id, let incident = incident(id) else { throw TimelineError("there is no incident \(name ?? "yet")") }
        return incident
    }

    func alias(_ id: IncidentID?) -> String {
        guard let index = opened.firstIndex(where: { $0.id == id }) else { return id?.rawValue ?? "no incident" }
        return "inc-\(index + 1) on \(opened[index].ledger)"
    }
}

// MARK: What must hold in every timeline

extension Timeline {
    /// A ledger that a customer reads names no other customer.
    private mutating func checkSecrecy(of recorded: RecordedEntry) {
        guard recorded.ledger != .house else { return }
        let form = recorded.entry.form
        let text = ([JSON.object(form.fields).text] + form.parts.map(\.value.text)).joined(separator: " ").lowercased()
        let words = Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        for customer in TimelineWorld.customers
        where recorded.ledger.rawValue != "agr-\(customer)" && words.contains(customer.rawValue) {
            fail("\(recorded.entry.type) on \(recorded.ledger) names \(customer): \(text)", at: stepLine)
        }
    }

    /// Folding what was written gives what is in memory.
    private mutating func checkReplay() {
        var folded = State(arrangements: state.arrangements, limits: world.limits)
        for recorded in record {
            do throws(EntryReadError) {
                folded.evolve(
                    RecordedEntry(
                        ledger: recorded.ledger, matter: recorded.matter, at: recorded.at,
                        entry: try Self.reread(recorded.entry)))
            } catch {
                return fail("an entry cannot be read back: \(error)", at: stepLine)
            }
        }
        let viewer = Viewer(party: "prov", side: .provider)
        // Repeats are counted before they are written, at most a minute; an end of the program writes them first.
        for incident in state.incidents.values where unwritten(of: incident) == 0 {
            let replayed = folded.incidents[incident.id].map { JSON.object($0.json(for: viewer)).text }
            if replayed != JSON.object(incident.json(for: viewer)).text {
                fail("replay gives another \(alias(incident.id))", at: stepLine)
            }
        }
        if folded.incidents.count != state.incidents.count { fail("replay gives other incidents", at: stepLine) }
    }

    /// The entry as it comes back from the ledger.
    static func reread(_ entry: Entry) throws(EntryReadError) -> Entry {
        let form = entry.form
        let fields = (try? JSON(parsing: JSON.object(form.fields).bytes, limits: .ledger).object) ?? JSONObject()
        let parts = Dictionary(form.parts.map { ($0.name, $0.value) }) { first, _ in first }
        return try Entry(reading: EntryForm(type: form.type, fields: fields, parts: parts))
    }
}

extension String {
    var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
