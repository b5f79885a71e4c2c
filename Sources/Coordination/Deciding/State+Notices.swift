import CivilTime
import Responsibility
import StrictJSON

/// A notice before it has an id and a body.
struct NoticeDraft {
    let desk: Desk
    let meantRole: ContactRole
    let channels: [ChannelID]
    let kind: Notice.Kind
    let rules: [RuleID]
    var obligations: [ObligationID] = []
    var due: Instant?
    let urgency: Urgency
    var acknowledgementExpected = false
    /// Who is on call, where a schedule named the person.
    var person: String?
    /// About whom, for notices that nobody of a party was reached or told in time.
    var concerning: Desk?
    /// What it is about, for notices of which the incident does not say it.
    var remark: String?
    /// The notices that it tells in their stead.
    var covers: [NoticeReference] = []
    /// What it says of each of them.
    var told: [JSON] = []
}

extension State {
    /// Queues a notice and starts its first attempt.
    mutating func queueNotice(
        _ draft: NoticeDraft, about id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        let notice = entropy.identifier("not", at: turn.now, of: NoticeKind.self)
        var draft = draft
        // What was held of the same incident is told with it, and not one stage after the other.
        if draft.kind.tellsOfProblem || draft.kind == .resolved {
            for other in incident.notices where other.desk == draft.desk && other.state == .held && draft.person == nil
            {
                for id in other.obligations where !draft.obligations.contains(id) {
                    if obligation(id, in: incident.id)?.act == Incident.updateAct {
                        record(
                            .obligationCancelled(
                                ObligationCancelled(id: id, reason: "a later notice tells how it stands")),
                            in: incident.id, &turn)
                    } else if draft.obligations.count < limits.obligationsPerNoticeMax {
                        draft.obligations.append(id)
                    }
                }
                draft.due = [draft.due, other.due].compactMap { $0 }.min()
            }
        }
        let hold = hold(for: draft, about: incident, at: turn.now)
        let body = NoticeBody(id: notice, draft: draft, incident: incident, book: arrangements.book, at: turn.now).text
        let queued = NoticeQueued(
            id: notice, desk: draft.desk, meantRole: draft.meantRole, kind: draft.kind, rules: draft.rules,
            obligations: draft.obligations, due: draft.due, channels: draft.channels, urgency: draft.urgency,
            person: draft.person, hold: hold, covers: draft.covers, body: body
        )
        record(.noticeQueued(queued), in: id, &turn)
        noteExplained(NoticeReference(incident: id, notice: notice), to: draft.desk.party, by: hold)
        if hold == nil { startNextChannel(of: notice, in: id, &entropy, &turn) }
    }

    /// Starts a delivery on the next channel of a notice. When there is none left and nothing is on its way, the notice is
    /// undelivered.
    mutating func startNextChannel(
        of noticeID: NoticeID, in id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let notice = notice(noticeID, in: id), notice.state == .pending else { return }
        if let channel = notice.nextChannel {
            let delivery = entropy.identifier("dlv", at: turn.now, of: DeliveryKind.self)
            startAttempt(1, of: delivery, on: channel, notice: notice, in: id, &turn)
        } else if !notice.hasLiveDelivery {
            record(.noticeUndelivered(NoticeUndelivered(id: noticeID, desk: notice.desk)), in: id, &turn)
            for reference in notice.covers { fail(reference, &entropy, &turn) }
            tellOfUndelivered(notice, in: id, &entropy, &turn)
        }
    }

    /// Intent before send: the attempt is on record before it leaves.
    mutating func startAttempt(
        _ attempt: Int, of delivery: DeliveryID, on channel: ChannelID, notice: Notice, in id: IncidentID,
        _ turn: inout Turn
    ) {
        let started = AttemptStarted(notice: notice.id, delivery: delivery, channel: channel, attempt: attempt)
        record(.attemptStarted(started), in: id, &turn)
        turn.sends.append(Turn.Send(delivery: delivery, attempt: attempt, channel: channel, body: notice.body))
    }

    func notice(_ noticeID: NoticeID, in id: IncidentID) -> Notice? {
        incidents[id]?.notices.last { $0.id == noticeID }
    }

    /// A notice that no channel took, and whose obligations will not speak for it when they are due, is told of at once. Where the
    /// notice was itself about somebody who was not reached, whoever is there for the last resort hears of it; where even that
    /// fails, the record says so.
    mutating func tellOfUndelivered(
        _ notice: Notice, in id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        let speakForIt = incident.obligations.contains { notice.obligations.contains($0.id) && $0.state == .running }
        let callsOn =
            incident.escalations.first { $0.party == notice.desk.party }.map {
                $0.state == .running && $0.nextDue != nil
            }
            ?? false
        switch notice.kind {
        // That a silence is over is told for courtesy: it is on record that it did not arrive. What it tells of fails by itself.
        case .undelivered, .silenceEnded: return
        case .overdue, .nobodyReached:
            let provider = arrangements.book.provider.id
            let (desk, channels) = reach(provider, .breakGlass)
            // A desk that was just tried is no last resort.
            let isFresh = channels.contains { !notice.channels.contains($0) }
            guard isFresh else { return }
            tellOfUndelivered([(desk, .breakGlass, channels)], notice, in: id, &entropy, &turn)
        case .escalated where callsOn: return
        default:
            guard !speakForIt else { return }
            tellOfUndelivered(
                desksToTell(concerning: notice.desk, in: incident), notice, in: id, &entropy, &turn)
        }
    }

    private mutating func tellOfUndelivered(
        _ desks: [(Desk, ContactRole, [ChannelID])], _ notice: Notice, in id: IncidentID, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        for (desk, role, channels) in desks where desk != notice.desk {
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: role, channels: channels, kind: .undelivered, rules: notice.rules,
                    urgency: .urgent, concerning: notice.desk), about: id, &entropy, &turn)
        }
    }

    /// Closes an incident when nothing is left to do.
    mutating func settle(_ id: IncidentID, _ turn: inout Turn) {
        guard let incident = incidents[id], incident.isSettled(at: turn.now, reopenWithin: linger(of: incident)),
            !hasPartsBehind(incident)
        else { return }
        close(incident, &turn)
    }

    /// How long an incident that is over may begin again, or be asked about under a key.
    func linger(of incident: Incident) -> Elapsed {
        incident.idempotencyKeys.isEmpty ? limits.reopenWithin : max(limits.reopenWithin, limits.keysKeptFor)
    }

    private mutating func close(_ incident: Incident, _ turn: inout Turn) {
        for obligation in incident.obligations where obligation.state == .waiting {
            record(
                .obligationCancelled(
                    ObligationCancelled(id: obligation.id, reason: "it was over before \(obligation.start.inWords)")),
                in: incident.id, &turn)
        }
        record(.incidentClosed(IncidentClosed()), in: incident.id, &turn)
    }

    /// Closes incidents that only wait whether they begin again, the longest resolved first, until one more fits.
    ///
    /// - Returns: Whether there were enough of them; if not, none was closed.
    mutating func makeRoom(on ledger: LedgerID, _ turn: inout Turn) -> Bool {
        var missing = missingRoom(on: ledger)
        var closable: [Incident] = []
        // What was over, began again and is over again stands in the queue twice.
        var seen = Set<IncidentID>()
        for id in lingering.ids where missing.own > 0 || missing.whole > 0 {
            guard seen.insert(id).inserted, let incident = incidents[id],
                incident.isSettled(at: turn.now, reopenWithin: .zero), !hasPartsBehind(incident),
                incident.ledger == ledger || missing.own <= 0
            else { continue }
            closable.append(incident)
            if incident.ledger == ledger { missing.own -= 1 }
            missing.whole -= 1
        }
        guard missing.own <= 0, missing.whole <= 0 else { return false }
        for incident in closable { close(incident, &turn) }
        return true
    }
}
