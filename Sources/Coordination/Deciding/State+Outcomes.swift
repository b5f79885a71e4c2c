import CivilTime
import Responsibility

extension State {
    /// Takes what became of an attempt. A result for an attempt that is not on its way (a late or doubled one) changes nothing.
    package mutating func finish(_ result: AttemptResult, entropy: inout Entropy, turn: inout Turn) {
        guard let incident = incident(ofDelivery: result.delivery),
            let notice = incident.notices.last(where: { $0.deliveries.contains { $0.id == result.delivery } }),
            let delivery = notice.deliveries.first(where: { $0.id == result.delivery }),
            delivery.state == .sending, delivery.attempts == result.attempt
        else { return }
        let retryAt = retryInstant(after: result, of: notice, delivery, &entropy, turn.now)
        record(
            .attemptFinished(AttemptFinished(notice: notice.id, result: result, retryAt: retryAt)), in: incident.id,
            &turn)
        if result.result == .delivered {
            meetObligations(of: notice, by: delivery.id, in: incident.id, &turn)
            for reference in notice.covers { arrive(reference, with: notice, by: delivery.id, &entropy, &turn) }
            startClocks(in: incident.id, &entropy, &turn)
        } else if let known = arrangements.channels, !known.contains(delivery.channel) {
            redirect(notice.id, gone: [delivery.channel], in: incident.id, &entropy, &turn)
        } else if retryAt == nil || result.isDefinite || result.attempt > 1 {
            // The first definite failure starts the next channel at once, or the second of any kind; the failed one goes on by its
            // schedule.
            startNextChannel(of: notice.id, in: incident.id, &entropy, &turn)
        }
        settle(incident.id, &turn)
    }

    private func retryInstant(
        after result: AttemptResult, of notice: Notice, _ delivery: Delivery, _ entropy: inout Entropy, _ now: Instant
    ) -> Instant? {
        guard result.result != .delivered, notice.state == .pending, result.status != 410 else { return nil }
        // A channel that is no longer configured takes nothing.
        guard arrangements.channels?.contains(delivery.channel) ?? true else { return nil }
        if result.isHardlyWorthRepeating, result.attempt >= RetrySchedule.attemptsForBadRequestMax { return nil }
        let delay = RetrySchedule.delay(
            after: result.attempt, urgency: notice.urgency, hint: result.retryAfter, entropy: &entropy)
        return delay.map { now + $0 }
    }

    /// After a start: attempts that were on record as started and have no outcome may or may not have arrived. That is recorded,
    /// and they are repeated at once under the same id.
    package mutating func resume(entropy: inout Entropy, turn: inout Turn) {
        for id in incidents.keys.sorted() {
            for notice in incidents[id]?.notices ?? [] {
                for delivery in notice.deliveries where delivery.state == .sending {
                    let result = AttemptResult(
                        delivery: delivery.id, attempt: delivery.attempts, result: .ambiguous, reason: "interrupted")
                    // An outcome may end the notice for its other deliveries.
                    let isPending = self.notice(notice.id, in: id)?.state == .pending
                    let retryAt =
                        isPending && incidents[id]?.phase == .open || isPending && !notice.kind.tellsOfProblem
                        ? turn.now : nil
                    record(
                        .attemptFinished(AttemptFinished(notice: notice.id, result: result, retryAt: retryAt)), in: id,
                        &turn)
                }
            }
            redirectNotices(of: id, &entropy, &turn)
            judgeHeldNotices(of: id, &entropy, &turn)
            goOnTellingAfterStart(about: id, at: turn.now)
            settle(id, &turn)
        }
    }

    /// Parts of a problem that were not opened yet, or did not follow: also where there is none yet, because it was killed before the
    /// first.
    private mutating func goOnTellingAfterStart(about id: IncidentID, at now: Instant) {
        let mayGoOn = incidents.read(id) { $0.ledger == .house && ($0.phase == .open || !$0.parts.isEmpty) }
        if mayGoOn == true { goOnTelling(about: id, at: now) }
    }

    /// Notices that wait for channels which are no longer configured go to others of the same party, along the chain of its roles;
    /// they are due when they were.
    mutating func redirectNotices(of id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let known = arrangements.channels, let incident = incidents[id] else { return }
        for notice in incident.notices where notice.state == .pending {
            let gone = notice.channels.filter { !known.contains($0) && notice.isStillTo(reach: $0) }
            if !gone.isEmpty { redirect(notice.id, gone: gone, in: id, &entropy, &turn) }
        }
    }

    private mutating func redirect(
        _ noticeID: NoticeID, gone: [ChannelID], in id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let notice = notice(noticeID, in: id), notice.state == .pending, let known = arrangements.channels else {
            return
        }
        let (desk, channels) = reach(notice.desk.party, notice.desk.role)
        let used = Set(notice.deliveries.map(\.channel))
        let fresh = (notice.channels.filter(known.contains) + channels).filter { !used.contains($0) }
        let redirected = NoticeRedirected(
            id: noticeID, desk: desk, gone: gone,
            channels: fresh.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        record(.noticeRedirected(redirected), in: id, &turn)
        if self.notice(noticeID, in: id)?.hasLiveDelivery == false {
            startNextChannel(of: noticeID, in: id, &entropy, &turn)
        }
    }
}
