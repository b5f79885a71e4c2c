import CivilTime
import Responsibility

extension State {
    /// Does what is due at the turn's instant, at most `limits.timersPerTurnMax` timers of it, and lets the auditor look around.
    package mutating func tick(entropy: inout Entropy, turn: inout Turn) {
        for _ in 0..<limits.timersPerTurnMax {
            guard let timer = timers.takeDue(at: turn.now) else { break }
            guard let id = timer.incident else {
                handle(timer.cause, &entropy, &turn)
                continue
            }
            guard let incident = incidents[id] else { continue }
            handle(timer.cause, of: incident, &entropy, &turn)
            settle(id, &turn)
        }
        audit(&entropy, &turn)
        showLife(&entropy, &turn)
    }

    /// What is about no single incident.
    private mutating func handle(_ cause: Timer.Cause, _ entropy: inout Entropy, _ turn: inout Turn) {
        switch cause {
        case .silence(let silence): endSilence(silence, by: nil, &entropy, &turn)
        case .heartbeat(let heartbeat): missHeartbeat(heartbeat, &entropy, &turn)
        case .canary(let channel): sendCanary(on: channel, &entropy, &turn)
        case .override(let override): endOverride(override, &turn)
        case .request(let request): forgetRequest(request, &turn)
        default: break
        }
    }

    private mutating func handle(
        _ cause: Timer.Cause, of incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        switch cause {
        case .retry(let delivery): retry(delivery, in: incident, &turn)
        case .obligation(let obligation): miss(obligation, in: incident, &entropy, &turn)
        case .reminder(let obligation): remind(of: obligation, in: incident, &entropy, &turn)
        case .update(let obligation): update(after: obligation, in: incident, &entropy, &turn)
        case .escalation(let party): escalate(party, in: incident, &entropy, &turn)
        case .acknowledgement(let party): expireAcknowledgement(of: party, in: incident, &entropy, &turn)
        case .proposal: expireProposal(in: incident, &entropy, &turn)
        case .repeats: writeRepeats(of: incident, &turn)
        case .spread: spreadFurther(from: incident.id, &entropy, &turn)
        case .release(let notice): release(notice, of: incident.id, &entropy, &turn)
        case .close, .silence, .heartbeat, .canary, .override, .request: break
        }
    }

    private mutating func retry(_ id: DeliveryID, in incident: Incident, _ turn: inout Turn) {
        for notice in incident.notices {
            guard let delivery = notice.deliveries.first(where: { $0.id == id }) else { continue }
            guard case .waiting(let until) = delivery.state, until <= turn.now, notice.state == .pending else { return }
            startAttempt(delivery.attempts + 1, of: id, on: delivery.channel, notice: notice, in: incident.id, &turn)
            return
        }
    }

    mutating func writeRepeats(of incident: Incident, _ turn: inout Turn) {
        guard incident.unwrittenRepeats > 0 else { return }
        let count = incident.reportCount + incident.unwrittenRepeats
        record(.reportsRepeated(ReportsRepeated(count: count, reporter: nil)), in: incident.id, &turn)
    }

    /// Writes down every repeat that is only counted so far; for the last turn before an end.
    package mutating func writeAllRepeats(turn: inout Turn) {
        for id in incidents.keys.sorted() {
            guard let incident = incidents[id], incident.unwrittenRepeats > 0 else { continue }
            writeRepeats(of: incident, &turn)
            settle(id, &turn)
        }
    }
}
