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
        var opened = 0
        for (ledger, services) in places {
            guard let first = services.first else { continue }
            let own = tellings.filter { $0.recipient == first.customer }
            guard !own.isEmpty else { continue }
            if let part = incidents[root]?.parts.last(where: { $0.ledger == ledger })?.incident, incidents[part] != nil
            {
                tellAgain(own, part, root: root, kind: kind, &entropy, &turn)
            } else if opened < limits.partsPerTurnMax {
                opened += 1
                openPart(touching: services, of: root, from: incident, own, on: ledger, &entropy, &turn)
            } else {
                timers.add(at: turn.now, incident: id, cause: .spread)
                return
            }
        }
    }

    /// Goes on with agreements that have not been told yet.
    mutating func spreadFurther(from id: IncidentID, _ entropy: inout Entropy, _ turn: inout Turn) {
        guard let incident = incidents[id], incident.phase == .open else { return }
        let provider = arrangements.book.provider.id
        let root = incident.ledger == .house ? id : incident.root ?? id
        let told = Set((incidents[root]?.parts ?? []).map(\.ledger))
        let places = places(touchedBy: incident, at: turn.now).filter { !told.contains($0.ledger) }
        guard !places.isEmpty else { return }
        let care = JointCareRule.Event.allCases.filter { $0 != .resolved }.flatMap { event in
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
        if !tellings.isEmpty { spread(tellings, from: id, kind: .opened, &entropy, &turn) }
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
            severity: incidents[root]?.severity ?? incident.severity, ruling: ruling, reporter: provider.id,
            trafficLight: .amber, dedupKey: Incident.partKey(of: root), root: root,
            summary: "\(ruling.category.rawValue) trouble\(place), which touches \(touched)",
            observedAt: incident.observedAt)
        let part = openPart(opened, of: root, on: ledger, &entropy, &turn)
        tell(tellings, in: part, kind: .opened, &entropy, &turn)
    }

    /// A part that is open already is told what is new; it follows the whole.
    private mutating func tellAgain(
        _ tellings: [Telling], _ id: IncidentID, root: IncidentID, kind: Notice.Kind, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        guard let part = incidents[id], let whole = incidents[root] else { return }
        // What the part was told already is no news when only the whole was classified.
        let known = Set(part.settled + part.obligations.map { Errand($0) })
        let tellings = kind == .reclassified ? tellings.filter { !known.contains(Errand($0)) } : tellings
        if part.phase == .resolved {
            record(
                .incidentReopened(
                    IncidentReopened(party: arrangements.book.provider.id, by: nil, note: nil)), in: id, &turn)
        }
        if whole.severity > part.severity {
            record(
                .severityRaised(SeverityChanged(from: part.severity, to: whole.severity)), in: id, &turn)
        }
        tell(tellings, in: id, kind: kind, &entropy, &turn)
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
