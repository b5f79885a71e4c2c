import CivilTime
import Responsibility

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
    /// About whom, for notices that nobody of a party was reached or told in time.
    var concerning: Desk?
}

extension State {
    /// Queues a notice and starts its first attempt.
    mutating func queueNotice(
        _ draft: NoticeDraft, about id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        let notice = entropy.identifier("not", at: turn.now, of: NoticeKind.self)
        let body = NoticeBody(id: notice, draft: draft, incident: incident, book: arrangements.book, at: turn.now).text
        let queued = NoticeQueued(
            id: notice, desk: draft.desk, meantRole: draft.meantRole, kind: draft.kind, rules: draft.rules,
            obligations: draft.obligations, due: draft.due, channels: draft.channels, urgency: draft.urgency, body: body
        )
        record(.noticeQueued(queued), in: id, &turn)
        startNextChannel(of: notice, in: id, &entropy, &turn)
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
        incidents[id]?.notices.first { $0.id == noticeID }
    }

    /// Closes an incident when nothing is left to do.
    mutating func settle(_ id: IncidentID, _ turn: inout Turn) {
        guard incidents[id]?.isSettled == true else { return }
        record(.incidentClosed(IncidentClosed()), in: id, &turn)
    }
}
