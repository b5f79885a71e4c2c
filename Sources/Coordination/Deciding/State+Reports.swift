import CivilTime
package import Responsibility
import StrictJSON

extension State {
    /// Takes a report: refuses it, or opens an incident, joins one, counts a repeat, or resolves one.
    ///
    /// - Throws: `Refusal`; then nothing was recorded.
    package mutating func accept(
        _ report: Report, from actor: Actor, entropy: inout Entropy, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        if let repeated = try idempotentAnswer(to: report, from: actor, at: turn.now) { return repeated }
        let ruling = try rule(on: report, from: actor, at: turn.now)
        let ledger = ruling.agreement.map { LedgerID($0.rawValue) } ?? .house
        if report.status == .test { return recordTest(report, ruling, on: ledger, from: actor, &entropy, &turn) }
        let key = dedupKey(of: report, on: ledger, from: actor)
        let named = try incident(named: report.incident, for: actor)
        if let named, ruling.agreement != nil, named.ledger != ledger {
            throw Refusal(
                .invalidFields, "the incident is of another agreement than what the report is about",
                fields: [
                    .init("incident", "leave it out; what belongs together is linked, and never merged across parties")
                ])
        }
        let existing = named ?? incident(withDedupKey: key, on: ledger)
        if report.status == .resolved, existing.map({ mayReportTheEnd(of: $0, actor) }) ?? true {
            return resolve(existing, by: report, from: actor, ruling: ruling, entropy: &entropy, turn: &turn)
        }
        guard let existing, existing.phase == .open || beginsAgain(existing, with: report, at: turn.now) else {
            // That something is over calls nobody.
            if report.status == .resolved {
                return resolve(nil, by: report, from: actor, ruling: ruling, entropy: &entropy, turn: &turn)
            }
            return try open(report, ruling, key: key, on: ledger, from: actor, &entropy, &turn)
        }
        if existing.phase == .resolved { return reopen(existing, by: report, from: actor, &entropy, &turn) }
        return join(existing, report, named: report.incident != nil, from: actor, &entropy, &turn)
    }

    /// What ended a short while ago and is reported again has not really ended.
    private func beginsAgain(_ incident: Incident, with report: Report, at now: Instant) -> Bool {
        guard let resolvedAt = incident.resolvedAt, report.status == .firing, !incident.isMessage else { return false }
        return now < resolvedAt + limits.reopenWithin && incident.reportsKept < limits.reportsPerIncidentMax
    }

    private mutating func reopen(
        _ incident: Incident, by report: Report, from actor: Actor, _ entropy: inout Entropy, _ turn: inout Turn
    ) -> PeerAnswer {
        let entriesBefore = turn.entries.count
        let reportID = recordReport(report, in: incident.id, from: actor, &entropy, &turn)
        if report.severity > incident.severity {
            record(
                .severityRaised(SeverityChanged(from: incident.severity, to: report.severity)), in: incident.id, &turn)
        }
        beginAgain(incident, note: nil, by: Signature(actor), byReport: true, &entropy, &turn)
        return reportAnswer(
            .created, "reopened", report: reportID, incident: incident.id, ruling: ruling(of: incident), for: actor,
            toldSince: entriesBefore, in: turn)
    }

    /// A key of its own for a customer whose report lands in `house`, because no single agreement of its was in force: it must not
    /// meet what the provider or another customer reported there. So for outsiders: who guesses a key must not find out that it is
    /// in use.
    func dedupKey(of report: Report, on ledger: LedgerID, from actor: Actor) -> String {
        let key = report.dedupKey ?? report.defaultDedupKey(reporter: actor.party)
        // Nor which of two names lead to the same customer.
        if actor.role == .gateway { return "\(actor.party)|\(report.asset?.lowercased() ?? "")|\(key)" }
        return ledger == .house && actor.side == .customer ? "\(actor.party)|\(key)" : key
    }

    /// A monitor that reported a problem reports its end; others need to be people who may resolve it. Behind a gateway
    /// are many outsiders, and none of them ends what another reported.
    private func mayReportTheEnd(of incident: Incident, _ actor: Actor) -> Bool {
        incident.reporters.contains(actor.party) && actor.role != .gateway
            || actor.role.permits(.resolve) && mayResolve(incident, actor)
    }

    func rule(on report: Report, from actor: Actor, at now: Instant) throws(Refusal) -> Ruling {
        // What belongs together is not for outsiders: where they name an asset, that decides.
        let service = actor.role == .gateway && report.asset != nil ? nil : report.service
        let question = Question(
            asset: report.asset, service: service, category: report.category, layer: report.layer,
            duty: report.duty,
            component: report.component, cause: report.cause, asker: actor.party,
            observedAt: min(report.observedAt ?? now, now), receivedAt: now)
        do throws(QuestionRefusal) {
            return try arrangements.rule(on: question)
        } catch {
            throw Refusal(error)
        }
    }

    /// The first answer again, for a request that was repeated under its idempotency key.
    private func idempotentAnswer(
        to report: Report, from actor: Actor, at now: Instant
    ) throws(Refusal) -> PeerAnswer? {
        guard let key = report.idempotencyKey else { return nil }
        let reference = IdempotencyReference(party: actor.party, key: key)
        if let lone = loneRequests[reference] { return try answerAgain(report, as: lone, for: actor) }
        if let asked = vainEnd(under: reference, at: now) {
            return try answerAgain(report, asVain: asked, for: actor)
        }
        guard let incident = incident(withIdempotencyKey: reference),
            let first = incident.idempotencyKeys[reference.text]
        else { return nil }
        guard first.content == report.contentMark else { throw .keyUsed }
        return reportAnswer(
            .ok, "repeated", report: first.report, incident: incident.id, ruling: incident.ruling, for: actor)
    }

    private func incident(named id: IncidentID?, for actor: Actor) throws(Refusal) -> Incident? {
        guard let id else { return nil }
        guard let incident = incidents[id], Viewer(actor).sees(incident) else { throw .unknownIncident(id) }
        guard incident.phase == .open else { throw .closed(id) }
        return incident
    }

    private mutating func recordTest(
        _ report: Report, _ ruling: Ruling, on ledger: LedgerID, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) -> PeerAnswer {
        let id = entropy.identifier("rep", at: turn.now, of: ReportKind.self)
        let tested = ReportTested(
            report: id, reporter: actor.party, rule: ruling.rule, owner: ruling.owner, summary: report.summary,
            by: actor.name)
        turn.receiptEntry = turn.entries.count
        record(.reportTested(tested), in: nil, on: ledger, &turn)
        remember(
            .tested(id), under: report.idempotencyKey, content: report.contentMark, from: actor, on: ledger, &entropy,
            &turn)
        return testAnswer(to: report, id, ruling, for: actor, at: turn.now)
    }

    private mutating func open(
        _ report: Report, _ ruling: Ruling, key: String, on ledger: LedgerID, from actor: Actor,
        _ entropy: inout Entropy,
        _ turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        if !hasRoom(on: ledger), !makeRoom(on: ledger, &turn) {
            throw Refusal(
                .overloaded,
                "too many incidents are open; resolve some, or group reports by a common dedup_key, and try again")
        }
        let id = newIncidentID(&entropy, at: turn.now)
        let entriesBefore = turn.entries.count
        let opened = IncidentOpened(
            severity: report.severity, ruling: ruling, reporter: actor.party, trafficLight: report.trafficLight,
            dedupKey: key)
        record(.incidentOpened(opened), in: id, on: ledger, &turn)
        let reportID = recordReport(report, in: id, from: actor, &entropy, &turn)
        let care = tell(about: id, kind: .opened, on: [Change(event: .opened)], &entropy, &turn)
        settle(id, &turn)
        return reportAnswer(
            ruling.triage == nil ? .created : .accepted, "opened", report: reportID, incident: id, ruling: ruling,
            for: actor, toldSince: entriesBefore, in: turn, care: care)
    }

    private mutating func recordReport(
        _ report: Report, in id: IncidentID, from actor: Actor, _ entropy: inout Entropy, _ turn: inout Turn
    ) -> ReportID {
        let reportID = entropy.identifier("rep", at: turn.now, of: ReportKind.self)
        turn.receiptEntry = turn.entries.count
        var report = report
        // The incident's own key stands in its opening.
        if report.dedupKey == incidents[id]?.dedupKey { report.dedupKey = nil }
        let accepted = ReportAccepted(
            id: reportID, report: report, reporter: actor.party, role: actor.role, by: actor.name)
        record(.reportAccepted(accepted), in: id, &turn)
        return reportID
    }

    /// A report about an incident that is open already. What changes something is written at once; mere repeats are counted and
    /// written at most once a minute.
    private mutating func join(
        _ incident: Incident, _ report: Report, named: Bool, from actor: Actor, _ entropy: inout Entropy,
        _ turn: inout Turn
    ) -> PeerAnswer {
        let raises = report.status == .firing && report.severity > incident.severity
        let isNew =
            named || !incident.reporters.contains(actor.party) || report.idempotencyKey != nil
            || report.contentMark != incident.lastContent
        let concernsMore = report.status == .firing && report.concernsMore(than: incident)
        let entriesBefore = turn.entries.count
        var reportID: ReportID?
        // What it concerns can rise three times at most, so that may go beyond what is kept.
        if (isNew || raises) && incident.reportsKept < limits.reportsPerIncidentMax || concernsMore {
            reportID = recordReport(report, in: incident.id, from: actor, &entropy, &turn)
        } else {
            countRepeat(of: incident, from: actor, &turn)
            if let key = report.idempotencyKey,
                incident.keyCount(of: actor.party) < limits.repeatKeysPerIncidentMax
            {
                record(
                    .requestRemembered(RequestRemembered(party: actor.party, key: key, content: report.contentMark)),
                    in: incident.id, &turn)
            }
        }
        if raises {
            setSeverity(
                report.severity, of: incident.id, by: nil, reason: nil, reporter: actor.party, &entropy, &turn)
        } else if concernsMore {
            tell(
                about: incident.id, kind: .reclassified,
                on: [Change(event: .classified, repetition: .never, reporter: actor.party)], &entropy, &turn)
        }
        if raises { judgeHeldNotices(of: incident.id, &entropy, &turn) }
        // A party that did not know of it does now.
        startClocks(in: incident.id, &entropy, &turn)
        let current = incidents[incident.id]
        let asked = concernsMore ? current.map { care(for: $0, reporter: actor.party, at: turn.now) } : nil
        return reportAnswer(
            reportID == nil ? .ok : .created, raises ? "raised" : reportID == nil ? "repeated" : "attached",
            report: reportID, incident: incident.id, ruling: current?.ruling ?? incident.ruling, for: actor,
            toldSince: entriesBefore, in: turn, care: asked)
    }

    /// As it stands now.
    private func ruling(of incident: Incident) -> Ruling {
        incidents.read(incident.id) { $0.ruling } ?? incident.ruling
    }

    /// What joint care asks for once an incident turned out to concern more.
    private func care(for incident: Incident, reporter: PartyID, at now: Instant) -> Care {
        var occasion = incident.occasion(.classified, at: now)
        occasion.reporter = reporter
        return arrangements.book.care(for: incident.ruling, on: occasion)
    }

    private mutating func countRepeat(of incident: Incident, from actor: Actor, _ turn: inout Turn) {
        let next = (incident.repeatsWrittenAt ?? incident.openedAt) + limits.repeatsWrittenEvery
        if incident.repeatsWrittenAt == nil || turn.now >= next {
            turn.receiptEntry = turn.entries.count
            let count = incident.reportCount + incident.unwrittenRepeats + 1
            record(.reportsRepeated(ReportsRepeated(count: count, reporter: actor.party)), in: incident.id, &turn)
        } else {
            countUnwrittenRepeat(of: incident.id, writeBy: next)
        }
    }
}

extension Report {
    /// Whether it says that personal data is concerned, or that it is significant, where the incident did not have it.
    fileprivate func concernsMore(than incident: Incident) -> Bool {
        personalData > incident.personalData || isSignificant && !incident.significant
    }

    /// What joint-care rules look at when the report opens an incident.
    func occasion(reporter: PartyID, at now: Instant) -> Occasion {
        Occasion(
            event: .opened, severity: severity, reporter: reporter, receivedAt: now, observedAt: observedAt,
            personalData: personalData, significant: isSignificant, windowStart: windowStart)
    }

    /// A mark of everything the report says, to tell a mere repeat from one that says more: FNV-1a over its words. Not for security;
    /// equal marks only mean that a repeat is counted instead of kept.
    var contentMark: UInt64 {
        ContentMark([
            status.rawValue, severity.rawValue, category?.rawValue, layer?.rawValue, duty?.rawValue, summary, asset,
            service?.rawValue, component, cause, details, JSON.object(attachments).text,
        ]).value
    }

    /// Groups the repeats of one reporter about one thing: everything but the digits of the summary must agree.
    func defaultDedupKey(reporter: PartyID) -> String {
        var folded = ""
        var inDigits = false
        for character in summary.lowercased() {
            if ("0"..."9").contains(character) {
                if !inDigits { folded.append("#") }
                inDigits = true
            } else {
                folded.append(character)
                inDigits = false
            }
        }
        let subject = [duty?.rawValue ?? "", layer?.rawValue ?? "", category?.rawValue ?? "", component ?? ""]
        return ([reporter.rawValue, asset?.lowercased() ?? "", service?.rawValue ?? ""] + subject + [folded])
            .joined(separator: "|")
    }
}

extension Refusal {
    static var keyUsed: Refusal {
        Refusal(
            .invalidFields, "the idempotency key was used for another request",
            fields: [.init("idempotency_key", "already used with other content; send a new key with a new request")])
    }

    package static func unknownIncident(_ id: IncidentID) -> Refusal {
        Refusal(.unknownIncident, "there is no incident \(id.rawValue) among yours; list them with GET /v1/incidents")
    }

    static func closed(_ id: IncidentID) -> Refusal {
        Refusal(
            .incidentClosed, "incident \(id.rawValue) is over; if it is wrong again, report it anew without `incident`")
    }

    package init(_ refusal: QuestionRefusal) {
        switch refusal {
        case .notYours:
            self.init(
                .notYours,
                "no asset or service of that name is yours; name one of your own, or send asset=unknown to reach the provider's triage"
            )
        case .unknownDuty(let duty, let known):
            self.init(
                .invalidFields, "the report names a duty that the agreement's models do not know",
                fields: [
                    Field(
                        "duty", "unknown duty \"\(duty)\"; accepted: \(known.map(\.rawValue).joined(separator: ", "))")
                ])
        case .layerContradictsDuty(let layer, let duty, let dutyLayer):
            self.init(
                .invalidFields, "the report's layer and duty contradict each other",
                fields: [
                    Field(
                        "layer",
                        "the duty \(duty) belongs to the layer \(dutyLayer.rawValue), not \(layer.rawValue); leave out one of them"
                    )
                ])
        case .serviceContradictsAsset(let service, let asset):
            self.init(
                .invalidFields, "the report's service and asset do not belong together",
                fields: [Field("service", "the asset \(asset) does not belong to \(service); leave out one of them")])
        }
    }
}
