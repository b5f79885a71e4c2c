package import CivilTime
package import Responsibility
import StrictJSON

/// What a person wants to have silenced.
package struct SilenceRequest: Sendable {
    package let matchers: MatcherSet
    /// Nil: now.
    package let starts: Instant?
    package let ends: Instant
    package let comment: String
    /// Whose incidents; needed only where a customer has several agreements.
    package let agreement: AgreementID?
    /// Groups retries of one request; kept per party.
    package var idempotencyKey: String?

    /// What is asked. Until when it holds may be counted from the request, so that differs when it is repeated.
    var contentMark: UInt64 {
        ContentMark(["silence", matchers.text, comment, agreement?.rawValue]).value
    }

    package init(
        matchers: MatcherSet, starts: Instant? = nil, ends: Instant, comment: String, agreement: AgreementID? = nil
    ) {
        self.matchers = matchers
        self.starts = starts
        self.ends = ends
        self.comment = comment
        self.agreement = agreement
    }
}

extension State {
    /// Makes a silence for the party of the person who asks. It holds what is addressed to that party's desks, and nothing else.
    package mutating func silence(
        _ request: SilenceRequest, from actor: Actor, entropy: inout Entropy, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        let (key, mark) = (request.idempotencyKey, request.contentMark)
        if case .silence(let id)? = try outcome(under: key, content: mark, for: actor, at: turn.now) {
            return PeerAnswer(.ok, silenceBody(id, for: actor, at: turn.now))
        }
        let silence = try newSilence(request, from: actor, &entropy, at: turn.now)
        let ledger = try silenceLedger(request.agreement, of: actor)
        guard silences.values.count(where: { $0.silence.party == actor.party }) < limits.silencesPerPartyMax else {
            throw Refusal(
                .overloaded,
                "\(actor.party) has \(limits.silencesPerPartyMax) silences already; end some, or match more with one")
        }
        turn.receiptEntry = turn.entries.count
        record(.silenceCreated(SilenceCreated(silence: silence)), about: .silence(silence.id), on: ledger, &turn)
        remember(.silence(silence.id), under: key, content: mark, from: actor, on: ledger, &entropy, &turn)
        return PeerAnswer(.created, silenceBody(silence.id, for: actor, at: turn.now))
    }

    /// A silence as the answer to who asked for it has it: with what it holds now. Of one that is over only that is known.
    private func silenceBody(_ id: SilenceID, for actor: Actor, at now: Instant) -> JSONObject {
        guard let silence = silences[id]?.silence else {
            return JSONObject([
                .init("silence", .string(id.rawValue)), .init("party", .string(actor.party.rawValue)),
                .init("state", .string(Silence.State.expired.rawValue)),
            ])
        }
        var body = silence.json(for: Viewer(actor), at: now)
        body.set("holds", .array(preview(silence, at: now)))
        return body
    }

    /// What a silence would hold now, without making it.
    package func previewSilence(
        _ request: SilenceRequest, from actor: Actor, entropy: inout Entropy, at now: Instant
    ) throws(Refusal) -> PeerAnswer {
        let silence = try newSilence(request, from: actor, &entropy, at: now)
        _ = try silenceLedger(request.agreement, of: actor)
        return PeerAnswer(
            .ok,
            JSONObject([
                .init("party", .string(actor.party.rawValue)), .init("matchers", .string(silence.matchers.text)),
                .init("holds", .array(preview(silence, at: now))),
            ]))
    }

    private func newSilence(
        _ request: SilenceRequest, from actor: Actor, _ entropy: inout Entropy, at now: Instant
    ) throws(Refusal) -> Silence {
        do throws(SilenceError) {
            return try Silence(
                id: entropy.identifier(Matter.silencePrefix, at: now), party: actor.party, author: actor.name,
                comment: request.comment, matchers: request.matchers, starts: request.starts ?? now,
                ends: request.ends, now: now)
        } catch {
            throw Refusal(
                .invalidFields, "the silence cannot be made",
                fields: error.problems.map { .init($0.field, $0.description) })
        }
    }

    /// The provider's stand in `house`; a customer's on the ledger of its agreement.
    private func silenceLedger(_ agreement: AgreementID?, of actor: Actor) throws(Refusal) -> LedgerID {
        if actor.side == .provider {
            guard agreement == nil else {
                throw Refusal(
                    .invalidFields, "a silence of the provider is not bound to an agreement",
                    fields: [.init("agreement", "leave it out; write agreement=\"…\" among the matchers")])
            }
            return .house
        }
        let own = arrangements.book.agreementIDs(of: actor.party)
        if let agreement {
            guard own.contains(agreement) else {
                throw Refusal(
                    .unknownAgreement, "there is no such agreement among yours; list them with GET /v1/agreements")
            }
            return LedgerID(agreement.rawValue)
        }
        guard own.count == 1, let only = own.first else {
            throw Refusal(
                .invalidFields, "you have several agreements, and the silence stands on the record of one",
                fields: [.init("agreement", "one of \(own.map(\.rawValue).joined(separator: ", "))")])
        }
        return LedgerID(only.rawValue)
    }

    /// The open incidents about which the party would not be called, each with its desks that were told so far.
    private func preview(_ silence: Silence, at now: Instant) -> [JSON] {
        incidents.values.filter { incident in
            incident.phase == .open && silence.matchers.matches(incident.matchable)
                && incident.desksTold.contains { $0.party == silence.party }
        }.sorted { $0.id < $1.id }.prefix(Self.previewedMax).map {
            [
                "incident": .string($0.id.rawValue), "severity": .string($0.severity.rawValue),
                "summary": .string($0.trafficLight == .red ? Incident.redText : $0.summary),
            ]
        }
    }

    /// Incidents that a preview names.
    private static let previewedMax = 100

    /// The silences of a viewer's party; the provider sees its own.
    package func silencesAnswer(for viewer: Viewer, at now: Instant) -> PeerAnswer {
        let own = silences.values.filter { $0.silence.party == viewer.party }.sorted { $0.silence.id < $1.silence.id }
        return PeerAnswer(
            .ok, JSONObject([.init("silences", .array(own.map { .object($0.silence.json(for: viewer, at: now)) }))]))
    }

    /// Ends a silence before its time.
    package mutating func endSilence(
        _ id: SilenceID, from actor: Actor, entropy: inout Entropy, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        guard let standing = silences[id], standing.silence.party == actor.party else {
            throw Refusal(
                .unknownSilence,
                "there is no silence \(id.rawValue) of yours that holds; list them with GET /v1/silences")
        }
        turn.receiptEntry = turn.entries.count
        endSilence(id, by: Signature(actor), &entropy, &turn)
        return PeerAnswer(
            .ok, JSONObject([.init("silence", .string(id.rawValue)), .init("state", .string("expired"))]))
    }

    /// A silence is over: what still stands of what it held is called for now, and what ended meanwhile is told in one notice. Where
    /// its time was over and nothing of that says so to its party, a notice of its own does; where there is no room for that, it is on
    /// record.
    mutating func endSilence(
        _ id: SilenceID, by signature: Signature?, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let standing = silences[id] else { return }
        let references = held.take(heldBy: id)
        let isQuiet = signature == nil && !references.contains { notice($0.notice, in: $0.incident)?.state == .held }
        let hasRoomToTell = !isQuiet || hasRoom(on: standing.ledger) || makeRoom(on: standing.ledger, &turn)
        record(
            .silenceEnded(
                SilenceEnded(id: id, held: references.count, isUntold: !hasRoomToTell, by: signature)),
            about: .silence(id), on: standing.ledger, &turn)
        if isQuiet {
            if hasRoomToTell { tellOfQuietEnd(of: standing, &entropy, &turn) }
            return
        }
        var overByDesk: [Desk: [NoticeReference]] = [:]
        for reference in references {
            guard let incident = incidents[reference.incident],
                let notice = notice(reference.notice, in: reference.incident), notice.state == .held
            else { continue }
            if incident.phase == .open || ownHold(of: notice.desk.party, about: incident, at: turn.now) != nil {
                release(reference.notice, of: reference.incident, &entropy, &turn)
            } else {
                overByDesk[notice.desk, default: []].append(reference)
            }
        }
        for (desk, over) in overByDesk.sorted(by: { $0.key < $1.key }) {
            for chunk in byLedger(over) {
                queueDigest(
                    .silenceEnded, chunk, to: desk,
                    remark: "A silence is over. While it held, \(chunk.count) incidents came and went.", &entropy, &turn
                )
            }
        }
    }

    /// Who counts on being spared must know when it is over, also where it spared nobody anything.
    private mutating func tellOfQuietEnd(
        of standing: StandingSilence, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let silence = standing.silence
        let isProvider = silence.party == arrangements.book.provider.id
        let name = arrangements.book.party(silence.party)?.name ?? silence.party.rawValue
        let id = openMessage(
            rule: "silence", source: "the daemon's own noise control",
            summary: "Silence \(silence.id) is over", sentence: "\(name) is told that its silence is over.",
            note: "that a silence is over is no problem", customer: isProvider ? nil : silence.party,
            on: standing.ledger, &entropy, &turn)
        let (desk, channels) = reach(silence.party, isProvider ? .noc : .ops)
        queueNotice(
            NoticeDraft(
                desk: desk, meantRole: isProvider ? .noc : .ops, channels: channels, kind: .silenceEnded, rules: [],
                urgency: .record,
                remark:
                    "Silence \(silence.id) on \(silence.matchers.text) is over. Nothing that it held is left to be told."
            ),
            about: id, &entropy, &turn)
        settle(id, &turn)
    }

    /// The provider's together, a customer's by agreement; in pieces that a digest holds.
    private func byLedger(_ references: [NoticeReference]) -> [[NoticeReference]] {
        let provider = arrangements.book.provider.id
        var groups: [(ledger: LedgerID, references: [NoticeReference])] = []
        for reference in references {
            guard let incident = incidents[reference.incident] else { continue }
            let isProviders = notice(reference.notice, in: reference.incident)?.desk.party == provider
            let ledger = isProviders ? LedgerID.house : incident.ledger
            if let index = groups.firstIndex(where: {
                $0.ledger == ledger && $0.references.count < limits.noticesPerDigestMax
            }) {
                groups[index].references.append(reference)
            } else {
                groups.append((ledger, [reference]))
            }
        }
        return groups.map(\.references)
    }
}

extension Silence {
    /// The silence as its own party sees it.
    func json(for viewer: Viewer, at now: Instant) -> JSONObject {
        JSONObject([
            .init("silence", .string(id.rawValue)), .init("party", .string(party.rawValue)),
            .init("state", .string(state(at: now).rawValue)), .init("matchers", .string(matchers.text)),
            .init("comment", .string(comment)),
            .init("author", viewer.seesPersons(of: party) ? .string(author) : .null),
            .init("starts", .string(starts.rfc3339)), .init("ends", .string(ends.rfc3339)),
        ])
    }
}
