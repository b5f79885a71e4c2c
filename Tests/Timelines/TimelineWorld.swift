import CivilTime
import Coordination
import Foundation
import OnCall
import Responsibility
import Settings

/// The shipped configuration, with what a timeline's head changes about it.
struct TimelineWorld {
    /// Texts that are replaced in the files: `edit agreements/tern.yaml "old" "new"`.
    private var edits: [(file: String, old: String, new: String)] = []
    private var policies: [PolicyID: EscalationPolicy<EscalationTarget>] = [:]
    private var noise = NoiseRules()
    private var watches = Watches()
    /// As the daemon takes them from the configuration, with what the head changes.
    private(set) var limits = CoordinationLimits()
    /// Whether an acknowledgement stands for good, for timelines that are not about its end.
    private var acknowledgementsLast = false

    static let customers: [PartyID] = [
        "orchid", "mango", "tern", "banyan", "siam", "norr", "palma", "wing", "oldco",
    ]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Config")

    /// As shipped: read once for all timelines.
    private static let shipped = Result { try load(folder) }

    init() throws {
        let daemon = try Self.shipped.get().daemon
        limits.incidentsMax = daemon.openIncidentsMax
        limits.incidentsPerAgreementMax = max(1, daemon.openIncidentsMax / 4)
        limits.reopenWithin = daemon.coordination.reopenWithin
        limits.proposalAnswerWithin = daemon.coordination.proposalAnswerWithin
        limits.proposalToldWithin = daemon.coordination.proposalToldWithin
    }

    func arrangements() throws -> Arrangements {
        let read = (edits.isEmpty ? try Self.shipped.get() : try Self.load(folder: edited)).arrangements
        return Arrangements(
            book: read.book, policies: self.policies(read.policies).merging(policies) { $1 }, digest: read.digest,
            channels: Self.channels(of: read.book), noise: noise, watches: watches, rotas: read.rotas,
            zones: read.zones)
    }

    private func policies(
        _ read: [PolicyID: EscalationPolicy<EscalationTarget>]
    ) -> [PolicyID: EscalationPolicy<EscalationTarget>] {
        guard acknowledgementsLast else { return read }
        return read.mapValues { EscalationPolicy(steps: $0.steps, lastWait: $0.lastWait, repeats: $0.repeats) }
    }

    private static func channels(of book: ResponsibilityBook) -> Set<ChannelID> {
        let parties = [book.provider] + customers.compactMap { book.party($0) }
        return Set(parties.flatMap { $0.contacts.values.flatMap { $0 } })
    }

    private static func load(_ folder: URL) throws -> LoadedSettings {
        let environment = SettingsEnvironment(credentialsDirectory: nil, ownUserID: 4711, looksAtMachine: false)
        do throws(ConfigurationError) {
            return try LoadedSettings.load(path: folder.appending(path: "tocsin.yaml").path, environment: environment)
        } catch {
            throw TimelineError(error.problems.map(\.description).joined(separator: "\n"))
        }
    }

    private static func load(folder make: () throws -> URL) throws -> LoadedSettings {
        let folder = try make()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try load(folder)
    }

    /// A copy of the configuration with the edits.
    private func edited() throws -> URL {
        let copy = FileManager.default.temporaryDirectory.appending(path: "tocsin-timeline-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Self.folder, to: copy)
        for edit in edits {
            let file = copy.appending(path: edit.file)
            var text = try String(contentsOf: file, encoding: .utf8)
            guard let range = text.range(of: edit.old) else {
                throw TimelineError("\(edit.file) does not contain \(edit.old)")
            }
            text.replaceSubrange(range, with: edit.new)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return copy
    }
}

extension TimelineWorld {
    mutating func edit(_ line: TimelineLine) throws {
        edits.append((try line.word(0), try line.word(1), try line.word(2)))
    }

    /// A line of the head: `with storm notices=5 within=PT1M digest_every=PT2M`.
    mutating func change(_ line: TimelineLine) throws {
        switch line.verb {
        case "edit": try edit(line)
        case "storm":
            noise.storm = try StormRule(
                notices: Int(line.value("notices")) ?? 0, within: line.required("within"),
                digestEvery: line.required("digest_every"))
        case "flap":
            noise.flap = try FlapRule(
                changes: Int(line.value("changes")) ?? 0, within: line.required("within"),
                quiet: line.required("quiet"))
        case "window": noise.windows.append(try window(line))
        case "inhibition":
            noise.inhibitions.append(
                try Inhibition(
                    id: InhibitionID(line.word(0)), source: MatcherSet(text: line.value("source")),
                    target: MatcherSet(text: line.value("target")),
                    equal: (line["equal"] ?? "").split(separator: ",").compactMap { MatchField(text: String($0)) }))
        case "heartbeat":
            watches.heartbeats.append(
                Heartbeat(
                    id: HeartbeatID(try line.word(0)), party: PartyID(try line.value("party")),
                    every: try line.required("every"), asset: line["asset"],
                    severity: line["severity"].flatMap { Severity(rawValue: $0) } ?? .high))
        case "dead_man":
            watches.deadMan = .init(
                channel: ChannelID(try line.value("channel")), every: try line.required("every"))
        case "canary": watches.canaryEvery = try line.required("every")
        case "policy": policies[PolicyID(try line.word(0))] = try policy(line)
        case "limit": try limit(line)
        case "acknowledgements": acknowledgementsLast = line.words == ["lasting"]
        default: throw TimelineError("what is it with? \(line.text)")
        }
    }

    private mutating func limit(_ line: TimelineLine) throws {
        for key in line.keys {
            switch key {
            case "reopen_within": limits.reopenWithin = try line.required(key)
            case "proposal_answer_within": limits.proposalAnswerWithin = try line.required(key)
            case "parts_per_turn": limits.partsPerTurnMax = Int(try line.value(key)) ?? 0
            case "incidents_max": limits.incidentsMax = Int(try line.value(key)) ?? 0
            default: throw TimelineError("there is no limit \(key)")
            }
        }
    }

    /// `window night party=tern matchers="…" from=… to=…`, or weekly:
    /// `days=Sun,Mon from=22:00 to=04:00 zone=Asia/Bangkok`.
    private func window(_ line: TimelineLine) throws -> MaintenanceWindow {
        let id = MaintenanceWindowID(try line.word(0))
        let party = PartyID(try line.value("party"))
        let matchers = try MatcherSet(text: line["matchers"] ?? "")
        guard let days = line["days"] else {
            return try MaintenanceWindow(
                id: id, party: party, matchers: matchers, from: TimelineLine.instant(line.value("from"), from: nil),
                to: TimelineLine.instant(line.value("to"), from: nil))
        }
        let weekdays = Set(days.split(separator: ",").compactMap { Weekday(text: String($0)) })
        guard let from = TimeOfDay(text: try line.value("from")), let to = TimeOfDay(text: try line.value("to")) else {
            throw TimelineError("no time of the day: \(line.text)")
        }
        let zone = try line.value("zone")
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(zone)")))
        let rules = try TimeZoneRules(name: ZoneName(zone), tzif: bytes)
        return MaintenanceWindow(
            id: id, party: party, matchers: matchers,
            recurring: try WindowRecurrence(.weekly(weekdays), from: from, to: to, zone: rules))
    }

    /// `policy night steps="PT5M own mgr; PT10M other noc; PT20M schedule duty unresolved" last_wait=PT10M repeats=1
    /// lasts=PT1H`.
    private func policy(_ line: TimelineLine) throws -> EscalationPolicy<EscalationTarget> {
        let steps = try (line["steps"] ?? "").split(separator: ";").map { text in
            let words = text.split(separator: " ").map(String.init)
            guard words.count >= 3, let after = Elapsed(iso8601: words[0]) else {
                throw TimelineError("no step: \(text)")
            }
            let target: EscalationTarget
            switch words[1] {
            case "schedule": target = .schedule(words[2])
            case "channel": target = .channel(ChannelID(words[2]))
            default:
                guard let whose = EscalationTarget.Whose(rawValue: words[1]), let role = ContactRole(rawValue: words[2])
                else { throw TimelineError("no target: \(text)") }
                target = .desk(whose, role)
            }
            return EscalationPolicy<EscalationTarget>.Step(
                after: after, condition: words.last == "unresolved" ? .unresolved : .unacknowledged, targets: [target])
        }
        return EscalationPolicy(
            steps: steps, lastWait: try line.required("last_wait"), repeats: Int(line["repeats"] ?? "0") ?? 0,
            acknowledgementLasts: try line.elapsed("lasts"))
    }
}

extension TimelineLine {
    func required(_ name: String) throws -> Elapsed {
        guard let elapsed = try elapsed(name) else { throw TimelineError("\(name)= is missing: \(text)") }
        return elapsed
    }
}
