import CivilTime
import Responsibility
import StrictJSON

// Which notices do not go out at once, and what becomes of them.
extension State {
    /// Why a notice does not go out yet; nil: it does.
    mutating func hold(for draft: NoticeDraft, about incident: Incident, at now: Instant) -> Hold? {
        let isSpared = draft.kind.isCall || draft.kind == .resolved && !incident.wasTold(draft.desk)
        if isSpared, let hold = ownHold(of: draft.desk.party, about: incident, at: now) { return hold }
        if let hold = flappingHold(for: draft, about: incident, at: now) { return hold }
        return stormHold(for: draft, about: incident, at: now)
    }

    /// Whether a party wants no calls about an incident now: by a silence or window of its own, or because another incident that
    /// it was told of explains this one.
    func ownHold(of party: PartyID, about incident: Incident, at now: Instant) -> Hold? {
        let own = silencesByParty[party] ?? []
        if own.isEmpty, arrangements.noise.windows.isEmpty, explaining.isEmpty { return nil }
        let fields = incident.matchable
        let control = NoiseControl(silences: own, windows: arrangements.noise.windows)
        // Of several the one that began first, so that it does not matter when somebody looks.
        let holders = control.holders(party: party, fields: fields, at: now)
        if let holder = holders.min(by: {
            start(of: $0, fields, party, at: now) < start(of: $1, fields, party, at: now)
        }) {
            switch holder.cause {
            case .silence(let id): return Hold(.silence(id), until: holder.until)
            case .window(let id): return Hold(.window(id), until: holder.until)
            }
        }
        guard let inhibitor = inhibitor(of: incident, for: party) else { return nil }
        // On another ledger it is not named; it is looked at again from time to time, and at once when this process sees its end.
        let isNamed = incidents[inhibitor]?.ledger == incident.ledger
        return Hold(.inhibited(by: isNamed ? inhibitor : nil), until: isNamed ? nil : now + limits.heldAgainAfter)
    }

    /// When what holds a notice began.
    private func start(of holder: NoiseHolder, _ fields: Matchable, _ party: PartyID, at now: Instant) -> Instant {
        switch holder.cause {
        case .silence(let id): silences[id]?.silence.starts ?? now
        case .window(let id):
            arrangements.noise.windows.first { $0.id == id }?
                .holdingSpan(party: party, fields: fields, at: now)?.lowerBound ?? now
        }
    }

    /// Remembers what an incident on another ledger explains.
    mutating func noteExplained(_ reference: NoticeReference, to party: PartyID, by hold: Hold?) {
        guard case .inhibited(nil)? = hold?.reason, let incident = incidents[reference.incident],
            let inhibitor = inhibitor(of: incident, for: party)
        else { return }
        explained[inhibitor, default: []].append(reference)
    }

    /// An open incident of which the party was told, and from which this one follows. Only what stands on the same ledger, or on
    /// the provider's own for the provider's people, explains anything: nobody learns from silence what troubles others.
    func inhibitor(of incident: Incident, for party: PartyID) -> IncidentID? {
        let isProvider = party == arrangements.book.provider.id
        var sources = explaining[incident.ledger] ?? []
        if isProvider, incident.ledger != .house { sources.formUnion(explaining[.house] ?? []) }
        guard !sources.isEmpty else { return nil }
        let target = MatchSubject(incident: incident.id, fields: incident.matchable)
        return sources.lazy.compactMap { incidents[$0] }.filter { other in
            other.id != incident.id && other.phase == .open
                && other.desksTold.contains { $0.party == party && other.wasTold($0) }
                && arrangements.noise.inhibitions.contains {
                    $0.mutes(source: MatchSubject(incident: other.id, fields: other.matchable), target: target)
                }
        }.map(\.id).min()
    }

    /// What ends and begins again over and over is told when it is quiet, and always before it is due.
    private func flappingHold(for draft: NoticeDraft, about incident: Incident, at now: Instant) -> Hold? {
        guard draft.kind == .reopened || draft.kind == .resolved, let quietAt = quiet(incident, at: now) else {
            return nil
        }
        let until = inTime(quietAt, draft.due, now)
        return until > now ? Hold(.flapping, until: until) : nil
    }

    /// When an incident that flaps is quiet; nil when it does not flap.
    private func quiet(_ incident: Incident, at now: Instant) -> Instant? {
        guard let rule = arrangements.noise.flap else { return nil }
        var meter = FlapMeter(rule)
        for turn in incident.turns { _ = meter.note(changeAt: turn) }
        return meter.isFlapping(at: now) ? meter.endsAt : nil
    }

    /// Beyond so many notices at once the rest is bundled, the first about each layer excepted.
    private mutating func stormHold(for draft: NoticeDraft, about incident: Incident, at now: Instant) -> Hold? {
        guard let rule = arrangements.noise.storm, draft.kind.mayBeBundled, !draft.channels.isEmpty else { return nil }
        let party = draft.desk.party
        var meter = storms[party].flatMap { $0.rule == rule ? $0 : nil } ?? StormMeter(party: party, rule: rule)
        let admission = meter.admit(layer: incident.ruling.layer, at: now)
        storms[party] = meter
        guard case .bundle(let flushAt) = admission else { return nil }
        let until = inTime(flushAt, draft.due, now)
        return until > now ? Hold(.storm, until: until) : nil
    }

    /// Not later than a little before it is due; what is due already is not held at all.
    private func inTime(_ instant: Instant, _ due: Instant?, _ now: Instant) -> Instant {
        guard let due else { return instant }
        return max(now, min(instant, due - limits.digestBeforeDue))
    }

    // MARK: Release

    /// What held a notice is over, or its time has come: it goes out, or goes on being held.
    mutating func release(
        _ id: NoticeID, of incidentID: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[incidentID], let notice = notice(id, in: incidentID), notice.state == .held,
            let hold = notice.hold
        else { return }
        switch hold.reason {
        case .storm: flush(notice, of: incident, &entropy, &turn)
        case .flapping:
            if let quietAt = quiet(incident, at: turn.now),
                notice.due.map({ quietAt < $0 - limits.digestBeforeDue }) ?? true
            {
                return timers.add(at: quietAt, incident: incidentID, cause: .release(id))
            }
            letGo(notice, of: incident, &entropy, &turn)
        case .silence(let silence) where silences[silence].map { $0.silence.ends <= turn.now } ?? false:
            // Its end tells everything that it held, in whatever order the timers come up.
            endSilence(silence, by: nil, &entropy, &turn)
        case .silence, .window, .inhibited:
            if let until = heldStill(notice, of: incident, hold, at: turn.now) {
                return timers.add(at: until, incident: incidentID, cause: .release(id))
            }
            if let other = ownHold(of: notice.desk.party, about: incident, at: turn.now) {
                let reference = NoticeReference(incident: incidentID, notice: id)
                held.add(reference, to: notice.desk, other.reason)
                noteExplained(reference, to: notice.desk.party, by: other)
                let until = other.until ?? turn.now + limits.heldAgainAfter
                return timers.add(at: max(until, turn.now + .seconds(1)), incident: incidentID, cause: .release(id))
            }
            letGo(notice, of: incident, &entropy, &turn)
        }
    }

    /// When to look again at a notice that is held for the reason that is on record, as long as that stands.
    private func heldStill(
        _ notice: Notice, of incident: Incident, _ hold: Hold, at now: Instant
    ) -> Instant? {
        let party = notice.desk.party
        switch hold.reason {
        case .silence(let id):
            guard let silence = silences[id]?.silence, silence.holds(party: party, fields: incident.matchable, at: now)
            else { return nil }
            return silence.ends
        case .window(let id):
            let window = arrangements.noise.windows.first { $0.id == id }
            return window?.holdingSpan(party: party, fields: incident.matchable, at: now)?.upperBound
        case .inhibited, .flapping, .storm: return nil
        }
    }

    private mutating func letGo(
        _ notice: Notice, of incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        record(.noticeReleased(NoticeReleased(id: notice.id, desk: notice.desk)), in: incident.id, &turn)
        // The time in which nobody was called does not count as time in which nobody answered.
        if let escalation = incident.escalations.first(where: { $0.party == notice.desk.party }),
            escalation.state == .running, escalation.stepsTaken == 0, notice.kind.isCall
        {
            record(
                .escalationStarted(
                    EscalationStarted(
                        party: escalation.party, role: escalation.role, policyID: escalation.policyID,
                        policy: escalation.policy)), in: incident.id, &turn)
        }
        startNextChannel(of: notice.id, in: incident.id, &entropy, &turn)
    }

    /// Whatever an incident explained is called for again, when it is over or no longer what it was.
    mutating func releaseWhat(_ id: IncidentID, explained entropy: inout Entropy, _ turn: inout Turn) {
        if let ledger = incidents[id]?.ledger, explaining[ledger]?.contains(id) ?? false { return }
        for reference in held.take(inhibitedBy: id) {
            release(reference.notice, of: reference.incident, &entropy, &turn)
        }
        for reference in explained.removeValue(forKey: id) ?? [] {
            release(reference.notice, of: reference.incident, &entropy, &turn)
        }
        for (incident, party) in pausedBy.removeValue(forKey: id) ?? [] {
            resumeEscalation(of: party, in: incident, &turn)
        }
    }

    /// Looks again at what is held of an incident, because it is no longer what it was, or the rules are not.
    mutating func judgeHeldNotices(of id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn) {
        for notice in incidents[id]?.notices ?? [] where notice.state == .held && notice.hold?.isOwnWish == true {
            release(notice.id, of: id, &entropy, &turn)
        }
        guard let incident = incidents[id] else { return }
        for escalation in incident.escalations {
            guard case .inhibited? = escalation.pausedFor else { continue }
            if let inhibitor = inhibitor(of: incident, for: escalation.party) {
                notePause(of: escalation.party, in: id, by: inhibitor)
            } else {
                resumeEscalation(of: escalation.party, in: id, &turn)
            }
        }
    }

    /// Remembers whose escalation waits for the end of an incident, once however often it is looked at.
    mutating func notePause(of party: PartyID, in id: IncidentID, by inhibitor: IncidentID) {
        guard pausedBy[inhibitor]?.contains(where: { $0.incident == id && $0.party == party }) != true else { return }
        pausedBy[inhibitor, default: []].append((id, party))
    }

    /// What paused it is over: it goes on now, unless something else holds it.
    private mutating func resumeEscalation(of party: PartyID, in id: IncidentID, _ turn: inout Turn) {
        guard let incident = incidents[id], incident.phase == .open,
            let escalation = incident.escalations.first(where: { $0.party == party }), escalation.pausedFor != nil,
            ownHold(of: party, about: incident, at: turn.now) == nil
        else { return }
        record(
            .escalationStarted(
                EscalationStarted(
                    party: party, role: escalation.role, policyID: escalation.policyID, policy: escalation.policy)),
            in: id, &turn)
    }

    // MARK: Digests

    /// The time of a bundle has come: everything that is bundled for the same desk is told at once.
    private mutating func flush(
        _ notice: Notice, of incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let isProvider = notice.desk.party == arrangements.book.provider.id
        let bundled = held.bundled(for: notice.desk).filter { reference in
            guard let other = incidents[reference.incident] else { return false }
            return (isProvider || other.ledger == incident.ledger)
                && self.notice(reference.notice, in: reference.incident)?.state == .held
        }
        guard bundled.count > 1 else { return letGo(notice, of: incident, &entropy, &turn) }
        let members = Array(bundled.prefix(limits.noticesPerDigestMax))
        queueDigest(
            .digest, members, to: notice.desk,
            remark: "There were too many notices at once; this one tells \(members.count) of them.",
            &entropy, &turn)
        if let next = bundled.dropFirst(members.count).first {
            timers.add(at: turn.now, incident: next.incident, cause: .release(next.notice))
        }
    }

    /// One notice in the stead of several. The provider's are told by an incident of their own in `house`, because no customer's
    /// ledger may name another customer; a customer's by the first of their incidents.
    mutating func queueDigest(
        _ kind: Notice.Kind, _ members: [NoticeReference], to desk: Desk, remark: String, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        guard let first = members.first else { return }
        let isProvider = desk.party == arrangements.book.provider.id
        let home = isProvider ? openDigest(remark, &entropy, &turn) : first.incident
        let dues = members.compactMap { notice($0.notice, in: $0.incident)?.due }
        queueNotice(
            NoticeDraft(
                desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: kind, rules: [],
                due: dues.min(), urgency: .urgent, remark: remark, covers: members,
                told: members.compactMap { line(of: $0) }),
            about: home, &entropy, &turn)
        guard let digest = incidents[home]?.notices.last(where: { $0.covers == members }) else { return }
        for reference in members {
            record(
                .noticeBundled(NoticeBundled(id: reference.notice, desk: desk, digest: digest.id)),
                in: reference.incident, &turn)
        }
        // A digest that found no channel failed before its members were named; then they fail with it.
        if digest.state == .undelivered { for reference in members { fail(reference, &entropy, &turn) } }
        settle(home, &turn)
    }

    /// What a digest says of one of the notices that it tells.
    private func line(of reference: NoticeReference) -> JSON? {
        guard let incident = incidents[reference.incident],
            let notice = notice(reference.notice, in: reference.incident)
        else { return nil }
        let isRed = incident.trafficLight == .red
        return [
            "incident": .string(incident.id.rawValue), "agreement": .string(incident.ledger.rawValue),
            "kind": .string(notice.kind.rawValue), "state": .string(incident.phase.rawValue),
            "severity": .string(incident.severity.rawValue),
            "summary": .string(isRed ? Incident.redText : incident.summary),
            "asset": isRed ? .null : .text(incident.ruling.asset?.rawValue ?? incident.namedAsset),
            "owner_party": .text(incident.ruling.ownerParty?.rawValue),
            "rules": .strings(notice.rules.map(\.rawValue)), "due": .text(notice.due?.rfc3339),
            "acknowledge": .string("tocsin ack \(incident.id)"),
        ]
    }

    private mutating func openDigest(
        _ summary: String, _ entropy: inout Entropy, _ turn: inout Turn
    ) -> IncidentID {
        openMessage(
            rule: "digest", source: "the daemon's own noise control", summary: summary,
            sentence:
                "\(arrangements.book.provider.name) is told several things at once, because there were too many.",
            note: "a digest only tells", on: .house, &entropy, &turn)
    }

    /// A digest arrived, and with it what it tells.
    mutating func arrive(
        _ reference: NoticeReference, with digest: Notice, by delivery: DeliveryID, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        guard let notice = notice(reference.notice, in: reference.incident), notice.state == .bundled else { return }
        record(
            .noticeTold(NoticeTold(id: notice.id, digest: digest.id, delivery: delivery)), in: reference.incident, &turn
        )
        meetObligations(of: notice, by: delivery, in: reference.incident, &turn)
        startClocks(in: reference.incident, &entropy, &turn)
        settle(reference.incident, &turn)
    }

    /// A digest did not arrive, and neither did what it tells.
    mutating func fail(_ reference: NoticeReference, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let notice = notice(reference.notice, in: reference.incident), notice.state == .bundled else { return }
        record(
            .noticeUndelivered(NoticeUndelivered(id: notice.id, desk: notice.desk)), in: reference.incident, &turn)
        tellOfUndelivered(notice, in: reference.incident, &entropy, &turn)
        settle(reference.incident, &turn)
    }
}

extension Incident {
    /// What conditions of silences, windows and inhibitions look at.
    package var matchable: Matchable {
        var fields = Matchable()
        fields[.asset] = ruling.asset?.rawValue ?? namedAsset
        fields[.service] = ruling.service?.rawValue
        fields[.category] = ruling.category.rawValue
        fields[.layer] = ruling.layer?.rawValue
        fields[.duty] = ruling.duty?.rawValue
        fields[.severity] = severity.rawValue
        fields[.customer] = customer?.rawValue
        fields[.agreement] = ledger.rawValue
        fields[.reporter] = reporter.rawValue
        fields[.owner] = ruling.ownerParty?.rawValue ?? ruling.owner.rawValue
        fields[.summary] = trafficLight == .red ? nil : summary
        for label in labels?.members ?? [] { fields[.label(label.name)] = label.value.string }
        return fields
    }
}
