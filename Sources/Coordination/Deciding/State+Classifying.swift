import CivilTime
import Responsibility

// Triage: what an incident is, and thereby whose it is.
extension State {
    /// The provider says what it is. Where that may change whose it is, it is ruled on again by what was agreed when it was
    /// observed, and everybody whom that concerns is told; what no longer applies is cancelled.
    mutating func classify(
        _ incident: Incident, _ classification: Classification, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) -> Bool {
        try requireOpen(incident)
        guard Viewer(actor).seesEverything else {
            throw Refusal(
                .notPermitted, "the provider finds out what it is; tell it what you know in a comment or a report")
        }
        try arrangements.check(classification: classification.word)
        try requireRoomForChange(of: incident)
        let ruling = try rulingAnew(on: incident, classification)
        let by = Signature(actor)
        let changesBefore = turn.entries.count
        recordWords(of: classification, about: incident, by: by, &turn)
        let hasNewWords = turn.entries.count > changesBefore
        if let ruling {
            rule(anew: ruling, on: incident.id, classification, by: by, &entropy, &turn)
        } else {
            if hasNewWords {
                tell(
                    about: incident.id, kind: .reclassified, on: [Change(event: .classified, repetition: .never)],
                    &entropy, &turn)
            }
            if let severity = classification.severity {
                setSeverity(severity, of: incident.id, by: by, reason: classification.reason, &entropy, &turn)
            }
        }
        return turn.entries.count == changesBefore
    }

    private mutating func recordWords(
        of classification: Classification, about incident: Incident, by: Signature, _ turn: inout Turn
    ) {
        var words: [String] = []
        if classification.significant == true, !incident.significant { words.append(Incident.significantWord) }
        if let word = classification.word, !words.contains(word),
            !incident.classifications.contains(where: { $0.word == word })
        {
            words.append(word)
        }
        let personalData = classification.personalData.flatMap { $0 > incident.personalData ? $0 : nil }
        guard !words.isEmpty || personalData != nil else { return }
        record(
            .incidentClassified(
                IncidentClassified(
                    words: words, personalData: personalData, by: by, reason: classification.reason)),
            in: incident.id, &turn)
    }

    /// The ruling by what is known now; nil when nothing was said that may change it, or it comes out the same.
    private func rulingAnew(
        on incident: Incident, _ classification: Classification
    ) throws(Refusal) -> Ruling? {
        guard classification.asksForRuling else { return nil }
        if let root = incident.root, incident.dedupKey == Incident.partKey(of: root) {
            throw Refusal(
                .notPossible,
                "it is a part of incident \(root.rawValue), and is what that is; classify \(root.rawValue)")
        }
        let before = incident.ruling
        let namesMatter = classification.layer != nil || classification.duty != nil
        let question = Question(
            asset: classification.asset
                ?? (classification.service == nil ? before.asset?.rawValue ?? incident.namedAsset : nil),
            service: classification.service ?? (classification.asset == nil ? before.service : nil),
            category: classification.category ?? before.category,
            layer: classification.layer ?? (namesMatter ? nil : before.layer),
            duty: classification.duty ?? (namesMatter ? nil : before.duty),
            component: classification.component ?? incident.component,
            // In triage it is the reporter's own word, which may not be for whom it turns out to concern.
            cause: classification.cause ?? (incident.ledger == .house ? nil : before.cause),
            asker: arrangements.book.provider.id,
            observedAt: min(incident.observedAt ?? incident.openedAt, incident.openedAt), receivedAt: incident.openedAt)
        let ruling: Ruling
        do throws(QuestionRefusal) {
            ruling = try arrangements.rule(on: question)
        } catch {
            throw Refusal(error)
        }
        let ledger = ruling.agreement.map { LedgerID($0.rawValue) } ?? .house
        guard ledger == incident.ledger || incident.ledger == .house else {
            throw Refusal(
                .notPossible,
                "\(ruling.asset?.rawValue ?? "that") is not of the agreement of incident \(incident.id.rawValue), and the two records must not meet; report it anew for that asset, and resolve this one"
            )
        }
        if ruling.triage == .unknownAsset, let asset = classification.asset {
            throw Refusal(
                .invalidFields, "nobody has that asset",
                fields: [.init("asset", "\(asset) is in no agreement, and not the provider's own; it stays in triage")])
        }
        let isComponentNew = classification.component.map { $0 != incident.component } ?? false
        return ruling.isSameMatter(as: before) && !isComponentNew ? nil : ruling
    }

    private mutating func rule(
        anew ruling: Ruling, on id: IncidentID, _ classification: Classification, by: Signature,
        _ entropy: inout Entropy,
        _ turn: inout Turn
    ) {
        guard let incident = incidents[id] else { return }
        let tenure = Tenure(
            owner: ruling.owner, party: ruling.ownerParty, lead: ruling.lead, since: turn.now, cause: .reclassification)
        let changesOwner =
            tenure.owner != incident.ruling.owner || tenure.party != incident.ruling.ownerParty
            || tenure.lead != incident.ruling.lead || incident.ruling.triage != nil && ruling.triage == nil
        let moves = incident.ledger == .house && ruling.agreement != nil
        // Whoever hears whose it is hears with it how bad it is.
        let whole = wholeProblem(of: incident)
        if moves || changesOwner, let severity = classification.severity {
            recordSeverity(severity, of: id, by: by, reason: classification.reason, &turn)
            if whole != id { follow(severity, in: whole, &turn) }
        }
        if moves { return move(incident, to: ruling, by: by, &entropy, &turn) }
        record(
            .incidentReruled(
                IncidentReruled(
                    ruling: ruling, component: classification.component, by: by, reason: classification.reason)),
            in: id,
            &turn)
        if ruling.triage == nil { meetObligations(classifiedBy: by, in: id, &turn) }
        let news = [
            Change(event: .opened, repetition: .never), Change(event: .classified, repetition: .never),
        ]
        if changesOwner {
            changeOwner(of: id, to: tenure, sentence: ruling.sentence, alsoNews: news, &entropy, &turn)
            bringPartsAlong(of: whole, &entropy, &turn)
        } else {
            cancelWhatNoLongerApplies("it was ruled on again", in: id, &turn)
            tell(about: id, kind: .reclassified, on: news, &entropy, &turn)
            if let severity = classification.severity {
                setSeverity(severity, of: id, by: by, reason: classification.reason, &entropy, &turn)
            }
        }
    }

    /// Whether its text names a party's reporter.
    private func isAboutHeartbeat(_ incident: Incident) -> Bool {
        arrangements.watches.heartbeats.contains { incident.summary.contains($0.id.rawValue) }
    }

    /// What was in the provider's own triage turned out to be of one agreement: it goes on there, as an incident of that agreement.
    private mutating func move(
        _ incident: Incident, to ruling: Ruling, by: Signature, _ entropy: inout Entropy, _ turn: inout Turn
    ) {
        let ledger = ruling.agreement.map { LedgerID($0.rawValue) } ?? .house
        meetObligations(classifiedBy: by, in: incident.id, &turn)
        // What another customer wrote, and that it was this customer who wrote it, is not for this one.
        let provider = arrangements.book.provider.id
        let isForeign =
            incident.reporter != ruling.customer
            && (arrangements.book.party(incident.reporter)?.side == .customer || isAboutHeartbeat(incident))
        let opened = IncidentOpened(
            severity: incidents[incident.id]?.severity ?? incident.severity, ruling: ruling,
            reporter: isForeign ? provider : incident.reporter, trafficLight: incident.trafficLight,
            dedupKey: "\(Incident.movedKey(of: incident.id))\(incident.revision)", root: incident.id,
            summary: isForeign ? ruling.plainSummary : incident.summary, observedAt: incident.observedAt)
        let part = openPart(opened, of: incident.id, on: ledger, goesOn: true, &entropy, &turn)
        if let current = incidents[incident.id], !current.classifications.isEmpty || current.personalData > .none {
            record(
                .incidentClassified(
                    IncidentClassified(
                        words: current.classifications.map(\.word),
                        personalData: current.personalData > .none ? current.personalData : nil, by: by, reason: nil)),
                in: part, &turn)
        }
        // What is owed already, or was done, is not owed a second time.
        let known = Set(incident.obligations.filter { $0.owed != nil && $0.state != .cancelled }.map { Errand($0) })
        tell(
            about: part, kind: .opened,
            on: [Change(event: .opened), Change(event: .classified, repetition: .never)], without: known, &entropy,
            &turn)
        settle(part, &turn)
        guard let current = incidents[incident.id] else { return }
        // The part goes on by itself.
        record(
            .incidentResolved(
                IncidentResolved(party: by.party, by: by.name, note: "it goes on as \(part.rawValue)")),
            in: incident.id,
            &turn)
        for desk in current.desksTold where desk.party == provider {
            queueNotice(
                NoticeDraft(
                    desk: desk, meantRole: desk.role, channels: reach(desk.party, desk.role).1, kind: .resolved,
                    rules: [], urgency: .record, remark: "It is clear whose it is: it goes on as \(part.rawValue)."),
                about: incident.id, &entropy, &turn)
        }
        startClocks(in: incident.id, &entropy, &turn)
        cancelWhatCannotStart(in: incident.id, &turn)
        releaseWhat(incident.id, explained: &entropy, &turn)
    }
}

extension Ruling {
    /// Whether it says the same of the same matter.
    fileprivate func isSameMatter(as other: Ruling) -> Bool {
        agreement == other.agreement && asset == other.asset && service == other.service && category == other.category
            && layer == other.layer && duty == other.duty && cause == other.cause && rule == other.rule
            && owner == other.owner && ownerParty == other.ownerParty && lead == other.lead
            && triage == other.triage
    }

    /// What it is about, in words that name nobody else.
    var plainSummary: String {
        let what = "\(category.rawValue) trouble"
        if let asset { return "\(what) at \(asset.rawValue)" }
        return service.map { "\(what) that concerns \($0.rawValue)" } ?? what
    }
}
