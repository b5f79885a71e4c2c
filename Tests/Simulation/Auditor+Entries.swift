import CivilTime
import Coordination
import Responsibility

// What must hold of each entry, against the record so far. Each function gives what is wrong, in words, or nil.
extension Auditor {
    func oneOwner(_ entering: Entering) -> String? {
        guard case .incidentOpened(let opened) = entering.recorded.entry else { return nil }
        guard let id = entering.recorded.incident else { return "an incident was opened without an id" }
        if record.cases[id] != nil { return "\(id) was opened twice" }
        let named = opened.ruling.owner == .provider || opened.ruling.owner == .customer
        return named && opened.ruling.ownerParty == nil ? "\(id) has no party as its owner" : nil
    }

    func oneOpenPerKey(_ entering: Entering) -> String? {
        guard case .incidentOpened(let opened) = entering.recorded.entry else { return nil }
        let key = Record.Key(ledger: entering.recorded.ledger, key: opened.dedupKey)
        return record.openByKey[key].map {
            "\($0) is open under the key of \(entering.recorded.incident?.rawValue ?? "-")"
        }
    }

    func orderOfEntries(_ entering: Entering) -> String? {
        let recorded = entering.recorded
        guard let id = recorded.incident else { return nil }
        if case .incidentOpened = recorded.entry { return nil }
        guard let subject = record.cases[id] else { return "\(recorded.entry.type) before the opening of \(id)" }
        if subject.ledger != recorded.ledger { return "\(recorded.entry.type) of \(id) is on another ledger" }
        if subject.phase == .closed { return "\(recorded.entry.type) after the end of \(id)" }
        return Self.disorder(recorded.entry, in: subject).map { "\(recorded.entry.type) of \(id): \($0)" }
    }

    private static func disorder(_ entry: Entry, in subject: Record.Case) -> String? {
        if !subject.hasReport {
            if case .reportAccepted = entry { return nil }
            return "the report that opened it is missing"
        }
        switch entry {
        case .obligationStarted(let started):
            return subject.duty(started.id) == nil ? nil : "\(started.id) has begun already"
        case .obligationMet(let met):
            guard let duty = subject.duty(met.id) else { return "\(met.id) has not begun" }
            return duty.state == .met ? "\(met.id) is met already" : nil
        case .obligationOverdue(let overdue):
            guard let duty = subject.duty(overdue.id) else { return "\(overdue.id) has not begun" }
            return duty.state == .running ? nil : "\(overdue.id) is \(duty.state.rawValue) already"
        case .noticeQueued(let queued):
            if subject.letter(queued.id) != nil { return "\(queued.id) is queued already" }
            return queued.obligations.first { subject.duty($0) == nil }.map { "it serves \($0), which has not begun" }
        case .noticeUndelivered(let undelivered):
            return subject.letter(undelivered.id)?.state == .pending ? nil : "\(undelivered.id) does not wait"
        case .attemptStarted(let started): return disorder(started, in: subject)
        case .attemptFinished(let finished):
            let trip = subject.letter(finished.notice)?.trips.first { $0.id == finished.result.delivery }
            guard let trip else { return "\(finished.result.delivery) was never started" }
            return trip.state == .sending && trip.attempt == finished.result.attempt
                ? nil : "attempt \(finished.result.attempt) of \(trip.id) is not on its way"
        case .escalationStepped(let stepped):
            guard let chase = subject.chase(stepped.party) else { return "nobody waits for \(stepped.party)" }
            return stepped.step == chase.steps + 1 ? nil : "step \(stepped.step) after step \(chase.steps)"
        case .nobodyReached(let end):
            return subject.chase(end.party) == nil ? "nobody waits for \(end.party)" : nil
        case .incidentAcknowledged, .incidentResolved:
            return subject.phase == .open ? nil : "it is over already"
        default: return nil
        }
    }

    private static func disorder(_ started: AttemptStarted, in subject: Record.Case) -> String? {
        guard let letter = subject.letter(started.notice) else { return "\(started.notice) is not queued" }
        if !letter.channels.contains(started.channel) { return "\(started.channel) is no channel of \(letter.id)" }
        let trip = letter.trips.first { $0.id == started.delivery }
        return trip?.state == .sending ? "\(started.delivery) is on its way already" : nil
    }

    func timeDoesNotDecrease(_ entering: Entering) -> String? {
        guard let latest = record.latest[entering.recorded.ledger], entering.recorded.at < latest else { return nil }
        return
            "\(entering.recorded.entry.type) at \(entering.recorded.at) on \(entering.recorded.ledger) after \(latest)"
    }

    func nothingEarly(_ entering: Entering) -> String? {
        let recorded = entering.recorded
        if recorded.at > entering.now { return "\(recorded.entry.type) at \(recorded.at), and it is \(entering.now)" }
        guard let id = recorded.incident, let subject = record.cases[id] else { return nil }
        guard let due = Self.due(of: recorded.entry, in: subject), recorded.at < due else { return nil }
        return "\(recorded.entry.type) of \(id) at \(recorded.at), due at \(due)"
    }

    private static func due(of entry: Entry, in subject: Record.Case) -> Instant? {
        switch entry {
        case .obligationOverdue(let overdue): return subject.duty(overdue.id)?.due
        case .escalationStepped(let stepped): return subject.chase(stepped.party)?.due
        case .nobodyReached(let end): return subject.chase(end.party)?.due
        case .attemptStarted(let started):
            let trip = subject.letter(started.notice)?.trips.first { $0.id == started.delivery }
            if case .waiting(let until)? = trip?.state { return until }
            return nil
        default: return nil
        }
    }

    func noLedgerNamesAnother(_ entering: Entering) -> String? {
        guard let own = world.customer(ofLedger: entering.recorded.ledger) else { return nil }
        return Words.foreign(in: entering.bytes, besides: own)
            .map { "\($0) is named by \(entering.recorded.entry.type) on \(entering.recorded.ledger)" }
    }

    func onlyItsTwoSides(_ entering: Entering) -> String? {
        guard let id = entering.recorded.incident, let subject = record.cases[id],
            let party = Self.party(concernedBy: entering.recorded.entry),
            party != World.provider, party != subject.customer
        else { return nil }
        return "\(entering.recorded.entry.type) of \(id) concerns \(party), which is not of its agreement"
    }

    /// Who is told, or waited for.
    private static func party(concernedBy entry: Entry) -> PartyID? {
        switch entry {
        case .noticeQueued(let queued): queued.desk.party
        case .obligationStarted(let started): started.recipient.party
        case .escalationStarted(let started): started.party
        default: nil
        }
    }

    func acknowledgementIsItsOwn(_ entering: Entering) -> String? {
        guard let id = entering.recorded.incident, let subject = record.cases[id] else { return nil }
        switch entering.recorded.entry {
        case .incidentAcknowledged(let entry):
            return asked.contains(Asked(incident: id, party: entry.party))
                ? nil : "\(id) is acknowledged for \(entry.party), which never did"
        case .escalationStepped(let entry):
            return subject.chase(entry.party)?.state == .acknowledged
                ? "\(entry.party) acknowledged \(id), and is waited for still" : nil
        case .nobodyReached(let entry):
            return subject.chase(entry.party)?.state == .acknowledged
                ? "\(entry.party) acknowledged \(id), and counts as not reached" : nil
        default: return nil
        }
    }

    func metIsProved(_ entering: Entering) -> String? {
        guard case .obligationMet(let met) = entering.recorded.entry, let id = entering.recorded.incident,
            let subject = record.cases[id], let recipient = subject.duty(met.id)?.recipient
        else { return nil }
        guard let delivery = met.delivery else {
            return subject.acknowledged.contains(recipient.party)
                ? nil : "\(met.id) of \(id) counts as met, and \(recipient.party) did not acknowledge"
        }
        let isProved = subject.notices.contains { letter in
            letter.desk == recipient && letter.trips.contains { $0.id == delivery && $0.state == .delivered }
        }
        return isProved ? nil : "\(met.id) of \(id) counts as met by \(delivery), which did not reach \(recipient)"
    }

    func closedMeansDone(_ entering: Entering) -> String? {
        guard case .incidentClosed = entering.recorded.entry, let id = entering.recorded.incident,
            let subject = record.cases[id]
        else { return nil }
        if subject.phase != .resolved { return "\(id) is closed and was not resolved" }
        if let duty = subject.obligations.first(where: { $0.state == .running }) {
            return "\(id) is closed, and \(duty.id) still runs"
        }
        return subject.isOnTheWay || subject.due != nil ? "\(id) is closed, and a notice is on its way" : nil
    }

    func sameDeliveryID(_ entering: Entering) -> String? {
        guard case .attemptStarted(let started) = entering.recorded.entry, let id = entering.recorded.incident,
            let trips = record.cases[id]?.letter(started.notice)?.trips,
            let trip = trips.first(where: { $0.channel == started.channel && $0.id != started.delivery })
        else { return nil }
        return "\(started.notice) goes to \(started.channel) as \(started.delivery) and as \(trip.id)"
    }

    func attemptsRise(_ entering: Entering) -> String? {
        guard case .attemptStarted(let started) = entering.recorded.entry, let id = entering.recorded.incident else {
            return nil
        }
        let trip = record.cases[id]?.letter(started.notice)?.trips.first { $0.id == started.delivery }
        let next = (trip?.attempt ?? 0) + 1
        return started.attempt == next
            ? nil : "attempt \(started.attempt) of \(started.delivery) where \(next) is next"
    }

    func receiversAreSpared(_ entering: Entering) -> String? {
        guard case .attemptFinished(let finished) = entering.recorded.entry, let retryAt = finished.retryAt,
            let id = entering.recorded.incident, let letter = record.cases[id]?.letter(finished.notice),
            finished.result.reason != "interrupted"
        else { return nil }
        let hintMax: Elapsed = letter.urgency == .urgent ? .minutes(2) : .hours(6)
        let least = max(.seconds(2), min(finished.result.retryAfter ?? .zero, hintMax))
        let pause = retryAt.since(entering.recorded.at)
        return pause >= least
            ? nil : "\(finished.result.delivery) is tried again after \(pause), and should be left alone for \(least)"
    }
}
