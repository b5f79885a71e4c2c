import CivilTime
import Coordination
import OnCall
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

    func timeDoesNotDecrease(_ entering: Entering) -> String? {
        guard let latest = record.latest[entering.recorded.ledger], entering.recorded.at < latest else { return nil }
        return
            "\(entering.recorded.entry.type) at \(entering.recorded.at) on \(entering.recorded.ledger) after \(latest)"
    }

    func nothingEarly(_ entering: Entering) -> String? {
        let recorded = entering.recorded
        if recorded.at > entering.now { return "\(recorded.entry.type) at \(recorded.at), and it is \(entering.now)" }
        guard let id = recorded.incident, let subject = record.cases[id] else { return nothingEarlyOfOthers(recorded) }
        guard let due = Self.due(of: recorded.entry, in: subject), recorded.at < due else { return nil }
        return "\(recorded.entry.type) of \(id) at \(recorded.at), due at \(due)"
    }

    private static func due(of entry: Entry, in subject: Record.Case) -> Instant? {
        switch entry {
        case .obligationOverdue(let overdue): return subject.duty(overdue.id)?.due
        case .obligationReminded(let reminded): return subject.duty(reminded.id)?.nextReminder
        case .escalationStepped(let stepped): return subject.chase(stepped.party)?.due
        case .nobodyReached(let end): return subject.chase(end.party)?.due
        case .acknowledgementExpired(let expired):
            let until = subject.acknowledged.last { $0.party == expired.party }?.until
            // What was proposed counted as an answer until there was one.
            return until == subject.lastAnswerBy ? nil : until
        case .proposalAnswered(let answered): return answered.by == nil ? subject.offer?.answerBy : nil
        case .attemptStarted(let started):
            let trip = subject.letter(started.notice)?.trips.first { $0.id == started.delivery }
            if case .waiting(let until)? = trip?.state { return until }
            return nil
        default: return nil
        }
    }

    func nothingEarlyOfOthers(_ recorded: RecordedEntry) -> String? {
        switch recorded.entry {
        case .silenceEnded(let ended) where ended.by == nil:
            guard let silence = record.silences[ended.id], recorded.at < silence.ends else { return nil }
            return "\(ended.id) ends at \(recorded.at), and should at \(silence.ends)"
        case .overrideEnded(let ended) where ended.by == nil:
            guard let override = record.overrides[ended.id], recorded.at < override.end else { return nil }
            return "\(ended.id.text) ends at \(recorded.at), and should at \(override.end)"
        case .requestForgotten:
            guard case .request(let id) = recorded.matter, let request = record.requests[id],
                recorded.at < request.since + Self.keysKeptFor
            else { return nil }
            return "\(id) is forgotten at \(recorded.at), and was asked at \(request.since)"
        default: return nil
        }
    }

    func noLedgerNamesAnother(_ entering: Entering) -> String? {
        guard let own = world.customer(ofLedger: entering.recorded.ledger) else { return nil }
        if let word = Words.foreign(in: entering.bytes, besides: own) {
            return "\(word) is named by \(entering.recorded.entry.type) on \(entering.recorded.ledger)"
        }
        var root: IncidentID?
        if case .incidentOpened(let opened) = entering.recorded.entry { root = opened.root }
        return foreignIncident(in: entering.bytes, on: entering.recorded.ledger, partOf: root)
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
            guard let chase = subject.chase(entry.party), chase.state == .acknowledged else { return nil }
            // Some steps are taken until the end of the problem.
            return chase.planned?.step == entry.step
                ? nil : "\(entry.party) acknowledged \(id), and is waited for still"
        case .nobodyReached(let entry):
            return subject.chase(entry.party)?.state == .acknowledged
                ? "\(entry.party) acknowledged \(id), and counts as not reached" : nil
        default: return nil
        }
    }

    func metIsProved(_ entering: Entering) -> String? {
        guard case .obligationMet(let met) = entering.recorded.entry, let id = entering.recorded.incident,
            let subject = record.cases[id], let duty = subject.duty(met.id)
        else { return nil }
        if duty.isOwed {
            return met.by == nil ? "\(met.id) of \(id) is owed and counts as met, and nobody says so" : nil
        }
        guard let delivery = met.delivery else {
            return subject.hasAnswered(duty.recipient.party)
                ? nil : "\(met.id) of \(id) counts as met, and \(duty.recipient.party) did not acknowledge"
        }
        let isProved = subject.notices.contains { letter in
            letter.desk.party == duty.recipient.party && letter.state == .delivered
                && letter.obligations.contains(met.id)
                && (letter.trips.contains { $0.id == delivery && $0.state == .delivered } || letter.isTold)
        }
        return isProved ? nil : "\(met.id) of \(id) counts as met by \(delivery), which did not reach \(duty.recipient)"
    }

    func closedMeansDone(_ entering: Entering) -> String? {
        guard case .incidentClosed = entering.recorded.entry, let id = entering.recorded.incident,
            let subject = record.cases[id]
        else { return nil }
        if subject.phase != .resolved { return "\(id) is closed and was not resolved" }
        if let duty = subject.obligations.first(where: { $0.isLive && !$0.isGivenUp(at: entering.recorded.at) }) {
            return "\(id) is closed, and \(duty.id) is \(duty.state.rawValue)"
        }
        if let letter = subject.notices.first(where: { !$0.isOver }) {
            return "\(id) is closed, and \(letter.id) is \(letter.state.rawValue)"
        }
        return subject.offer == nil ? nil : "\(id) is closed, and \(subject.offer?.answerer ?? "") may still answer"
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
