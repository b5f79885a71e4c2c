import CivilTime
import Responsibility

extension State {
    /// Takes what became of an attempt. A result for an attempt that is not on its way (a late or doubled one) changes nothing.
    package mutating func finish(_ result: AttemptResult, entropy: inout Entropy, turn: inout Turn) {
        guard let incident = incident(ofDelivery: result.delivery),
            let notice = incident.notices.first(where: { $0.deliveries.contains { $0.id == result.delivery } }),
            let delivery = notice.deliveries.first(where: { $0.id == result.delivery }),
            delivery.state == .sending, delivery.attempts == result.attempt
        else { return }
        let retryAt = retryInstant(after: result, of: notice, &entropy, turn.now)
        record(
            .attemptFinished(AttemptFinished(notice: notice.id, result: result, retryAt: retryAt)), in: incident.id,
            &turn)
        if result.result == .delivered {
            meetObligations(of: notice, by: delivery.id, in: incident.id, &turn)
        } else if retryAt == nil || result.isDefinite || result.attempt > 1 {
            // The first definite failure starts the next channel at once, or the second of any kind; the failed one goes on by its
            // schedule.
            startNextChannel(of: notice.id, in: incident.id, &entropy, &turn)
        }
        settle(incident.id, &turn)
    }

    private func retryInstant(
        after result: AttemptResult, of notice: Notice, _ entropy: inout Entropy, _ now: Instant
    ) -> Instant? {
        guard result.result != .delivered, notice.state == .pending, result.status != 410 else { return nil }
        if let status = result.status, [400, 413, 415, 422].contains(status),
            result.attempt >= RetrySchedule.attemptsForBadRequestMax
        {
            return nil
        }
        let delay = RetrySchedule.delay(
            after: result.attempt, urgency: notice.urgency, hint: result.retryAfter, entropy: &entropy)
        return delay.map { now + $0 }
    }

    private mutating func meetObligations(
        of notice: Notice, by delivery: DeliveryID, in id: IncidentID, _ turn: inout Turn
    ) {
        for obligation in incidents[id]?.obligations ?? []
        where notice.obligations.contains(obligation.id) && obligation.state != .met {
            let met = ObligationMet(id: obligation.id, delivery: delivery, late: turn.now > obligation.due)
            record(.obligationMet(met), in: id, &turn)
        }
    }

    /// After a start: attempts that were on record as started and have no outcome may or may not have arrived. That is recorded,
    /// and they are repeated at once under the same id.
    package mutating func resume(entropy: inout Entropy, turn: inout Turn) {
        for id in incidents.keys.sorted() {
            for notice in incidents[id]?.notices ?? [] {
                for delivery in notice.deliveries where delivery.state == .sending {
                    let result = AttemptResult(
                        delivery: delivery.id, attempt: delivery.attempts, result: .ambiguous, reason: "interrupted")
                    let retryAt = notice.state == .pending ? turn.now : nil
                    record(
                        .attemptFinished(AttemptFinished(notice: notice.id, result: result, retryAt: retryAt)), in: id,
                        &turn)
                }
            }
            settle(id, &turn)
        }
    }
}
