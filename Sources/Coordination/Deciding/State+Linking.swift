import CivilTime
import Responsibility

// Trouble that several customers share: one incident in `house`, and one part in the agreement of each customer that it touches. No
// customer's ledger names another customer, or carries what another wrote.
extension State {
    /// Tells customers that are not of the incident's agreement, each on the ledger of its own agreement.
    ///
    /// - Parameter tellings: What the rules ask for, for customers other than the incident's own.
    mutating func spread(
        _ tellings: [Telling], from id: IncidentID, kind: Notice.Kind, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        let root = incident.ledger == .house ? id : root(of: incident, &entropy, &turn)
        let places = places(touchedBy: incident, at: turn.now)
        guard let whole = incidents[root] else { return }
        let parts = Dictionary(whole.parts.map { ($0.ledger, $0.incident) }) { $1 }
        let tellings = Dictionary(grouping: tellings, by: \.recipient)
        for (ledger, services) in places {
            guard let customer = services.first?.customer, let own = tellings[customer] else { continue }
            let part = parts[ledger].flatMap { incidents[$0] }
            let follows = kind == .severityRaised || kind == .reopened
            if let part, !follows {
                tellAgain(own, part, whole, kind: kind, &entropy, &turn)
                continue
            }
            if let part, whole.endedByMoving {
                if part.isOutdone(by: incident, kind) { bringAlong(part, incident, own, &entropy, &turn) }
                continue
            }
            // What is not behind has heard of it, or ended or changed by itself.
            if let part, !part.isBehind(whole) { continue }
            guard turn.partsTold < limits.partsPerTurnMax else {
                goOnTelling(about: root, at: turn.now + .milliseconds(1))
                continue
            }
            turn.partsTold += 1
            if let part {
                bringAlong(part, whole, own, &entropy, &turn)
            } else {
                openPart(touching: services, of: root, from: incident, own, on: ledger, &entropy, &turn)
            }
        }
    }

    /// Goes on in a later turn.
    mutating func goOnTelling(about root: IncidentID, at instant: Instant) {
        guard spreading.insert(root).inserted else { return }
        timers.add(at: instant, incident: root, cause: .spread)
    }

    /// Goes on with agreements that have not been told yet, and with parts that are not what the whole is.
    ///
    /// - Parameter id: Of the incident in `house`, or of the part in which it was reported.
    mutating func spreadFurther(from id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let incident = incidents[id] else { return }
        let root = incident.ledger == .house ? id : incident.root ?? id
        spreading.remove(root)
        bringPartsAlong(of: root, &entropy, &turn)
        guard let whole = incidents[root] else { return }
        let source = source(of: whole)
        if whole.phase == .open || source.phase == .open { tellNewPlaces(of: source, root: root, &entropy, &turn) }
    }

    /// The incident whose ruling says whom a problem touches: the part in which it was reported, or as which it goes on, or the
    /// whole itself.
    private func source(of whole: Incident) -> Incident {
        let (key, movedKey) = (whole.dedupKey, Incident.movedKey(of: whole.id))
        let reported = whole.parts.first { part in
            key == Incident.rootKey(of: part.incident)
                || incidents.read(part.incident) { $0.dedupKey.hasPrefix(movedKey) } ?? false
        }
        return reported.flatMap { incidents[$0.incident] } ?? whole
    }

    private mutating func tellNewPlaces(
        of incident: Incident, root: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let provider = arrangements.book.provider.id
        let told = Set((incidents[root]?.parts ?? []).map(\.ledger))
        let places = places(touchedBy: incident, at: turn.now).filter { !told.contains($0.ledger) }
        guard !places.isEmpty else { return }
        let care = incident.eventsSoFar.flatMap { event in
            arrangements.book.care(
                for: incident.ruling, on: occasions(of: Change(event: event), incident, at: turn.now)
            ).tellings
        }
        let missing = Set(places.compactMap { $0.services.first?.customer })
        var seen = Set<Errand>()
        let tellings = care.filter {
            $0.recipient != provider && $0.recipient != incident.customer && missing.contains($0.recipient)
                && seen.insert(Errand($0)).inserted
        }
        if !tellings.isEmpty { spread(tellings, from: incident.id, kind: .opened, &entropy, &turn) }
    }

    // MARK: Parts follow the whole

    /// Ends, raises, lowers or begins again what is a part of a problem and is not yet what the whole is: as many as fit into the turn,
    /// and the rest in the next ones. Which they are follows from the record, so a restart goes on with them.
    mutating func bringPartsAlong(of root: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let whole = incidents[root] else { return }
        var tellings: [Telling]?
        for part in whole.parts {
            guard let part = incidents[part.incident], part.isBehind(whole) else { continue }
            guard turn.partsTold < limits.partsPerTurnMax else {
                return goOnTelling(about: root, at: turn.now + .milliseconds(1))
            }
            turn.partsTold += 1
            if whole.phase == .resolved {
                let by = Signature(party: arrangements.book.provider.id, name: whole.endedBy ?? "tocsin")
                finish(part, note: nil, by: by, &entropy, &turn)
            } else {
                let asked = tellings ?? tellingsOfBeginning(of: source(of: whole), at: turn.now)
                tellings = asked
                bringAlong(part, whole, asked.filter { $0.recipient == part.customer }, &entropy, &turn)
            }
            settle(part.id, &turn)
        }
    }

    private func tellingsOfBeginning(of incident: Incident, at now: Instant) -> [Telling] {
        let occasions = occasions(of: Change(event: .opened), incident, at: now)
        return arrangements.book.care(for: incident.ruling, on: occasions).tellings.filter {
            $0.recipient != incident.customer
        }
    }

    private mutating func bringAlong(
        _ part: Incident, _ whole: Incident, _ tellings: [Telling], _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let beginsAgain = part.phase == .resolved
        let entriesBefore = turn.entries.count
        if beginsAgain { reopenPart(part.id, &turn) }
        recordSeverity(of: part.id, as: whole, &turn)
        if beginsAgain || whole.severity > part.severity {
            tell(tellings, in: part.id, kind: beginsAgain ? .reopened : .severityRaised, &entropy, &turn)
        }
        if beginsAgain {
            tellTheRest(.reopened, of: part, since: entriesBefore, &entropy, &turn)
            for escalation in part.escalations { callAnew(escalation.party, in: part.id, &turn) }
        }
        callThoseWhoAnswered(part, &turn)
    }

    private mutating func reopenPart(_ id: IncidentID, _ turn: inout Turn) {
        record(
            .incidentReopened(IncidentReopened(party: arrangements.book.provider.id, by: nil, note: nil)), in: id, &turn
        )
    }

    /// A part is as bad as the whole.
    private mutating func recordSeverity(of part: IncidentID, as whole: Incident, _ turn: inout Turn) {
        guard let severity = incidents[part]?.severity, severity != whole.severity else { return }
        let changed = SeverityChanged(from: severity, to: whole.severity)
        record(whole.severity > severity ? .severityRaised(changed) : .severityLowered(changed), in: part, &turn)
    }

    /// Whether parts of an incident are still to follow it.
    func hasPartsBehind(_ incident: Incident) -> Bool {
        incident.parts.contains { part in incidents.read(part.incident) { $0.isBehind(incident) } ?? false }
    }

    /// The agreements whose services are touched, by agreement.
    private func places(
        touchedBy incident: Incident, at now: Instant
    ) -> [(ledger: LedgerID, services: [AffectedService])] {
        let affected = arrangements.book.affectedServices(
            by: incident.ruling, on: incident.occasion(.opened, at: now), retained: true)
        var places: [(ledger: LedgerID, services: [AffectedService])] = []
        for service in affected where LedgerID(service.agreement.rawValue) != incident.ledger {
            let ledger = LedgerID(service.agreement.rawValue)
            if places.last?.ledger == ledger {
                places[places.count - 1].services.append(service)
            } else {
                places.append((ledger, [service]))
            }
        }
        return places
    }

    /// The incident in `house` that stands for the whole of a problem which was reported in one agreement.
    private mutating func root(of incident: Incident, _ entropy: inout Entropy, _ turn: inout Turn) -> IncidentID {
        if let root = incident.root, incidents[root] != nil { return root }
        var ruling = incident.ruling
        (ruling.agreement, ruling.revision, ruling.customer, ruling.service, ruling.asset) = (nil, nil, nil, nil, nil)
        let provider = arrangements.book.provider
        ruling.because = ["it was reported in one agreement and touches others"]
        ruling.rejected = []
        ruling.sentence = "\(provider.name) looks after what is common to incident \(incident.id) and its other parts."
        let root = newIncidentID(&entropy, at: turn.now)
        let opened = IncidentOpened(
            severity: incident.severity, ruling: ruling, reporter: provider.id, trafficLight: incident.trafficLight,
            dedupKey: Incident.rootKey(of: incident.id),
            summary: "\(ruling.category.rawValue) trouble that several customers share",
            observedAt: incident.observedAt)
        record(.incidentOpened(opened), in: root, on: .house, &turn)
        record(
            .incidentLinked(IncidentLinked(root: nil, part: incident.id, partLedger: incident.ledger)), in: root, &turn)
        record(.incidentLinked(IncidentLinked(root: root, part: nil, partLedger: nil)), in: incident.id, &turn)
        return root
    }

    func newIncidentID(_ entropy: inout Entropy, at now: Instant) -> IncidentID {
        var id = entropy.identifier("inc", at: now, of: IncidentKind.self)
        while incidents[id] != nil { id = entropy.identifier("inc", at: now) }
        return id
    }

    /// Opens a part of a problem in an agreement, and links the two.
    mutating func openPart(
        _ opened: IncidentOpened, of root: IncidentID, on ledger: LedgerID, goesOn: Bool = false,
        _ entropy: inout Entropy,
        _ turn: inout Turn
    ) -> IncidentID {
        let part = newIncidentID(&entropy, at: turn.now)
        record(.incidentOpened(opened), in: part, on: ledger, &turn)
        record(
            .incidentLinked(IncidentLinked(root: nil, part: part, partLedger: ledger, goesOn: goesOn)), in: root, &turn)
        return part
    }

    private mutating func openPart(
        touching services: [AffectedService], of root: IncidentID, from incident: Incident, _ tellings: [Telling],
        on ledger: LedgerID, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let first = services.first else { return }
        let provider = arrangements.book.provider
        var ruling = incident.ruling
        // What carries several customers' services is known to them; what belongs to one of them is not.
        let carrier = incident.ledger == .house ? ruling.asset : nil
        (ruling.agreement, ruling.revision) = (first.agreement, first.revision)
        (ruling.customer, ruling.service, ruling.asset) = (first.customer, first.service, carrier)
        (ruling.gap, ruling.parts, ruling.until) = (nil, nil, nil)
        // To this customer it is the provider's, whoever owns the part in which it was reported.
        (ruling.owner, ruling.ownerParty, ruling.lead) = (.provider, provider.id, nil)
        (ruling.performedBy, ruling.onRequest, ruling.triage, ruling.cause) = (nil, false, nil, nil)
        // Nor is what was agreed with the customer in whose agreement it was reported.
        if incident.ledger != .house {
            (ruling.rule, ruling.source, ruling.model) = (
                "part", "the incident of the provider's that it is a part of", nil
            )
            (ruling.confidence, ruling.duty) = (.stated, nil)
        }
        let names = services.map(\.service.rawValue)
        let touched = Array(names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }).joined(separator: ", ")
        let place = carrier.map { " at \($0.rawValue)" } ?? ""
        ruling.because = [
            carrier.map { "\($0.rawValue) carries \(touched)" } ?? "\(touched) shares a host with what it concerns"
        ]
        ruling.rejected = []
        ruling.sentence =
            "\(provider.name) owns this: \(ruling.category.rawValue) trouble\(place), which touches \(touched)."
        let opened = IncidentOpened(
            severity: severity(ofPartOf: root, from: incident), ruling: ruling, reporter: provider.id,
            trafficLight: .amber, dedupKey: Incident.partKey(of: root), root: root,
            summary: "\(ruling.category.rawValue) trouble\(place), which touches \(touched)",
            observedAt: incident.observedAt)
        let part = openPart(opened, of: root, on: ledger, &entropy, &turn)
        tell(tellings, in: part, kind: .opened, &entropy, &turn)
    }

    /// What is new about the whole is told in a part that is there already, where rules ask for it. What is over begins again with
    /// it, as bad as the whole; else it is as bad as the whole only where it has not followed yet.
    private mutating func tellAgain(
        _ tellings: [Telling], _ part: Incident, _ whole: Incident, kind: Notice.Kind, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        // What the part was told already is no news when only the whole was classified.
        let known = Set(part.settled + part.obligations.map { Errand($0) })
        let tellings = kind == .reclassified ? tellings.filter { !known.contains(Errand($0)) } : tellings
        guard !tellings.isEmpty else { return }
        let isBehind = part.isBehind(whole)
        if part.phase == .resolved, isBehind {
            let asked = tellingsOfBeginning(of: source(of: whole), at: turn.now).filter { beginning in
                beginning.recipient == part.customer && !tellings.contains { Errand($0) == Errand(beginning) }
            }
            return bringAlong(part, whole, asked + tellings, &entropy, &turn)
        }
        if part.phase == .resolved { reopenPart(part.id, &turn) }
        if part.phase == .resolved || isBehind { recordSeverity(of: part.id, as: whole, &turn) }
        tell(tellings, in: part.id, kind: kind, &entropy, &turn)
        callThoseWhoAnswered(part, &turn)
    }

    /// How bad a part is when it is opened: as the whole, or as what that goes on as.
    private func severity(ofPartOf root: IncidentID, from incident: Incident) -> Severity {
        guard let whole = incidents[root], !whole.endedByMoving else { return incident.severity }
        return whole.severity
    }

    private mutating func tell(
        _ tellings: [Telling], in id: IncidentID, kind: Notice.Kind, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        for planned in plan(of: tellings, for: incident.ruling, at: turn.now) {
            let obligations = planned.tellings.compactMap { startObligation(for: planned.desk, $0, in: id, &turn) }
            queue(planned, kind: kind, obligations: obligations, about: id, &entropy, &turn)
            if planned.acknowledgementExpected { startEscalation(for: planned, in: id, &turn) }
        }
        startClocks(in: id, &entropy, &turn)
    }
}

extension Incident {
    /// Whether a part is not what the whole is, because the whole changed after it. What changed by itself since then is left alone.
    func isBehind(_ whole: Incident) -> Bool {
        if whole.endedByMoving { return false }
        switch (whole.phase, phase) {
        case (.resolved, .open), (.open, .resolved):
            if let wholeTurns { return wholeTurns < whole.turnCount }
            let turned = turns.last ?? openedAt
            return whole.turns.last.map { turned <= $0 } ?? false
        case (.open, .open) where severity != whole.severity:
            return wholeSeverityChanges.map { $0 < whole.severityChanges } ?? (severitySince <= whole.severitySince)
        default: return false
        }
    }

    /// Whether a part has to follow an incident as which the whole goes on: that became worse, or began again.
    fileprivate func isOutdone(by incident: Incident, _ kind: Notice.Kind) -> Bool {
        phase == .resolved ? kind == .reopened : incident.severity > severity
    }

    /// What has happened to it that rules ask about, while it is not over.
    fileprivate var eventsSoFar: [JointCareRule.Event] {
        var events = [JointCareRule.Event.opened]
        if !pastTenures.isEmpty { events.append(.ownerChanged) }
        if !classifications.isEmpty || personalData > .none { events.append(.classified) }
        return events
    }
}
