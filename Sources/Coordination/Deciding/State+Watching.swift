package import CivilTime
import Responsibility
import StrictJSON

// Heartbeats, the daemon's own sign of life, and tests of the designated channels.
extension State {
    /// Begins to watch what the configuration wants watched. A heartbeat has its whole time from now on; what the daemon missed
    /// while it did not run is not held against anybody.
    mutating func watch(at now: Instant) {
        let watches = arrangements.watches
        let known = Set(watches.heartbeats.map(\.id))
        heartbeatsDue = heartbeatsDue.filter { known.contains($0.key) }
        for heartbeat in watches.heartbeats {
            let due = now + heartbeat.every
            expect(heartbeat.id, by: heartbeatsDue[heartbeat.id].map { min($0, due) } ?? due)
        }
        deadManAt = watches.deadMan == nil ? nil : deadManAt ?? now
        for channel in canaries.keys.sorted() where canariesDue[channel] == nil { planCanary(on: channel, after: now) }
    }

    private mutating func expect(_ id: HeartbeatID, by instant: Instant) {
        heartbeatsDue[id] = instant
        // A timer that comes up too early is set anew; only one that would come too late is not enough.
        guard heartbeatTimers[id].map({ instant < $0 }) ?? true else { return }
        heartbeatTimers[id] = instant
        timers.add(at: instant, incident: nil, cause: .heartbeat(id))
    }

    /// A reporter calls as it promised. Nothing is written for it, unless it had stopped.
    package mutating func beat(
        _ id: HeartbeatID, from actor: Actor, entropy: inout Entropy, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        guard let heartbeat = arrangements.watches.heartbeats.first(where: { $0.id == id && $0.party == actor.party })
        else {
            throw Refusal(
                .unknownHeartbeat, "there is no heartbeat \(id.rawValue) among yours; list them with GET /v1/heartbeats"
            )
        }
        expect(heartbeat.id, by: turn.now + heartbeat.every)
        var resumed: IncidentID?
        if missedHeartbeats.remove(id) != nil || isReportedMissing(heartbeat, at: turn.now) {
            let answer = try accept(
                report(on: heartbeat, .resolved), from: speaker(for: heartbeat), entropy: &entropy, turn: &turn)
            resumed = answer.body["incident"]?.string.map { IncidentID($0) }
        }
        return PeerAnswer(
            .ok,
            JSONObject([
                .init("heartbeat", .string(id.rawValue)),
                .init("next_by", .string((turn.now + heartbeat.every).rfc3339)),
                .init("resolved", .text(resumed?.rawValue)),
            ]))
    }

    /// Whether its silence is an open incident, also from before a restart.
    private func isReportedMissing(_ heartbeat: Heartbeat, at now: Instant) -> Bool {
        incident(ofSilent: heartbeat, at: now)?.phase == .open
    }

    private func incident(ofSilent heartbeat: Heartbeat, at now: Instant) -> Incident? {
        let actor = speaker(for: heartbeat)
        let report = report(on: heartbeat, .firing)
        guard let ruling = try? rule(on: report, from: actor, at: now) else { return nil }
        let ledger = ruling.agreement.map { LedgerID($0.rawValue) } ?? .house
        return incident(withDedupKey: dedupKey(of: report, on: ledger, from: actor), on: ledger)
    }

    private func speaker(for heartbeat: Heartbeat) -> Actor {
        let side: Side = heartbeat.party == arrangements.book.provider.id ? .provider : .customer
        return Actor(party: heartbeat.party, side: side, role: .agent, name: "heartbeat \(heartbeat.id)")
    }

    private func report(on heartbeat: Heartbeat, _ status: Report.Status) -> Report {
        Report(
            summary: "Heartbeat \(heartbeat.id) stopped: nothing was heard for \(heartbeat.every.iso8601)",
            asset: heartbeat.asset ?? "unknown", category: .availability, severity: heartbeat.severity, status: status,
            dedupKey: "heartbeat \(heartbeat.id)", tool: "tocsin")
    }

    /// It did not call in time.
    mutating func missHeartbeat(_ id: HeartbeatID, _ entropy: inout Entropy, _ turn: inout Turn) {
        heartbeatTimers[id] = heartbeatTimers[id].flatMap { $0 <= turn.now ? nil : $0 }
        guard let heartbeat = arrangements.watches.heartbeats.first(where: { $0.id == id }),
            let due = heartbeatsDue[id]
        else {
            heartbeatsDue[id] = nil
            return
        }
        guard due <= turn.now else { return expect(id, by: due) }
        missedHeartbeats.insert(id)
        // As long as it is silent, and also when a person resolved it in vain, it is looked at again.
        expect(id, by: turn.now + max(heartbeat.every, .hours(1)))
        guard incident(ofSilent: heartbeat, at: turn.now)?.phase != .open else { return }
        do throws(Refusal) {
            _ = try accept(
                report(on: heartbeat, .firing), from: speaker(for: heartbeat), entropy: &entropy, turn: &turn)
            tellItsParty(of: heartbeat, &entropy, &turn)
        } catch {
            reportElsewhere(heartbeat, error, &entropy, &turn)
        }
    }

    /// Its own agreement cannot take it (its asset is gone, too many incidents are open): then it is the provider's to find out.
    private mutating func reportElsewhere(
        _ heartbeat: Heartbeat, _ refusal: Refusal, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let provider = arrangements.book.provider.id
        let actor = Actor(party: provider, side: .provider, role: .agent, name: "heartbeat \(heartbeat.id)")
        var report = report(on: heartbeat, .firing)
        report.asset = "unknown"
        report.details = "It could not be reported where it belongs: \(refusal.detail)"
        do throws(Refusal) {
            _ = try accept(report, from: actor, entropy: &entropy, turn: &turn)
        } catch {
            // The whole daemon is full, which is told otherwise; it is tried again soon.
            expect(heartbeat.id, by: turn.now + .minutes(1))
        }
    }

    /// Whose reporter it is hears of it in every case: nobody else can make it call again.
    private mutating func tellItsParty(of heartbeat: Heartbeat, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let incident = incident(ofSilent: heartbeat, at: turn.now),
            !incident.desksTold.contains(where: { $0.party == heartbeat.party })
        else { return }
        let role: ContactRole = heartbeat.party == arrangements.book.provider.id ? .noc : .ops
        let (desk, channels) = reach(heartbeat.party, role)
        queueNotice(
            NoticeDraft(
                desk: desk, meantRole: role, channels: channels, kind: .opened, rules: [], urgency: .urgent),
            about: incident.id, &entropy, &turn)
    }

    /// The heartbeats of a viewer's party.
    package func heartbeatsAnswer(for viewer: Viewer, at now: Instant) -> PeerAnswer {
        let own = arrangements.watches.heartbeats.filter { $0.party == viewer.party }
        let rows = own.map { heartbeat -> JSON in
            [
                "heartbeat": .string(heartbeat.id.rawValue), "every": .string(heartbeat.every.iso8601),
                "asset": .text(heartbeat.asset), "next_by": .text(heartbeatsDue[heartbeat.id]?.rfc3339),
                "missed": .bool(missedHeartbeats.contains(heartbeat.id) || isReportedMissing(heartbeat, at: now)),
            ]
        }
        return PeerAnswer(.ok, JSONObject([.init("heartbeats", .array(rows))]))
    }

    /// The sign of life leaves through the same loop as everything else, so it shows that the loop runs.
    mutating func showLife(_ entropy: inout Entropy, _ turn: inout Turn) {
        guard let deadMan = arrangements.watches.deadMan, let due = deadManAt, due <= turn.now else { return }
        deadManAt = turn.now + deadMan.every
        let body: JSON = [
            "type": "daemon.alive", "timestamp": .string(turn.now.rfc3339),
            "data": [
                "open_incidents": .integer(Int64(openCount)), "next_by": .string((turn.now + deadMan.every).rfc3339),
            ],
        ]
        turn.sends.append(
            Turn.Send(
                delivery: entropy.identifier("dlv", at: turn.now), attempt: 1, channel: deadMan.channel,
                body: body.text))
    }

    // MARK: Canaries

    /// Every designated channel once, with the desk and ledger that its test is about.
    private var canaries: [ChannelID: (party: PartyID, ledger: LedgerID)] {
        guard arrangements.watches.canaryEvery != nil else { return [:] }
        let book = arrangements.book
        var canaries: [ChannelID: (party: PartyID, ledger: LedgerID)] = [:]
        for id in book.agreementIDs {
            for revision in book.revisions(of: id) {
                for (side, channel) in revision.designatedChannels where canaries[channel] == nil {
                    canaries[channel] =
                        side == .provider
                        ? (book.provider.id, .house) : (revision.customer, LedgerID(revision.id.rawValue))
                }
            }
        }
        return canaries
    }

    /// Each channel has its own moments, spread over the period and the same after every restart.
    private mutating func planCanary(on channel: ChannelID, after now: Instant) {
        guard let every = arrangements.watches.canaryEvery?.milliseconds, every > 0 else { return }
        let offset = Int64(ContentMark([channel.rawValue]).value % UInt64(every))
        let periods = (now.milliseconds - offset) / every + 1
        let due = Instant(milliseconds: periods * every + offset)
        canariesDue[channel] = due
        timers.add(at: due, incident: nil, cause: .canary(channel))
    }

    /// Tries a designated channel, before it is needed.
    mutating func sendCanary(on channel: ChannelID, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let due = canariesDue[channel], due <= turn.now, let (party, ledger) = canaries[channel] else {
            canariesDue[channel] = nil
            return
        }
        planCanary(on: channel, after: turn.now)
        guard hasRoom(on: ledger) else { return }
        let provider = arrangements.book.provider
        let customer = party == provider.id ? nil : party
        let id = openMessage(
            rule: "canary", source: "the daemon's own tests",
            summary: "Test of the channel on which \(party) is told",
            sentence: "\(provider.name) tests the channel on which \(party) is told.",
            note: "a test is no problem", customer: customer, on: ledger, &entropy, &turn)
        let desk = reach(party, customer == nil ? .noc : .ops).0
        queueNotice(
            NoticeDraft(
                desk: desk, meantRole: desk.role, channels: [channel], kind: .canary, rules: [], urgency: .urgent),
            about: id, &entropy, &turn)
        settle(id, &turn)
    }
}
