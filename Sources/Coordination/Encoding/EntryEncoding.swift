// The registry of entry types. A type's name and its fields are final: ledgers keep them for ever. New fields may be added;
// readers ignore those they do not know.
extension Entry {
    /// The name of the type on the ledger.
    package var type: String {
        switch self {
        case .settingsLoaded: "settings.loaded"
        case .reportTested: "report.tested"
        case .incidentOpened: "incident.opened"
        case .reportAccepted: "report.accepted"
        case .reportsRepeated: "report.repeated"
        case .requestRemembered: "request.remembered"
        case .requestForgotten: "request.forgotten"
        case .severityRaised: "incident.severity_raised"
        case .severityLowered: "incident.severity_lowered"
        case .incidentClassified: "incident.classified"
        case .incidentReruled: "incident.reruled"
        case .incidentLinked: "incident.linked"
        case .factRecorded: "incident.fact"
        case .ownershipChanged: "ownership.changed"
        case .ownershipProposed: "ownership.proposed"
        case .proposalAnswered: "ownership.answered"
        case .obligationStarted: "obligation.started"
        case .clockStarted: "obligation.clock_started"
        case .obligationReminded: "obligation.reminded"
        case .obligationMet: "obligation.met"
        case .obligationOverdue: "obligation.overdue"
        case .obligationWaived: "obligation.waived"
        case .obligationHeld: "obligation.held"
        case .obligationResumed: "obligation.resumed"
        case .obligationCancelled: "obligation.cancelled"
        case .noticeQueued: "notice.queued"
        case .noticeReleased: "notice.released"
        case .noticeBundled: "notice.bundled"
        case .noticeTold: "notice.told"
        case .noticeRedirected: "notice.redirected"
        case .noticeUndelivered: "notice.undelivered"
        case .attemptStarted: "attempt.started"
        case .attemptFinished: "attempt.finished"
        case .escalationStarted: "escalation.started"
        case .escalationStepped: "escalation.stepped"
        case .escalationPaused: "escalation.paused"
        case .nobodyReached: "escalation.nobody_reached"
        case .incidentAcknowledged: "incident.acknowledged"
        case .acknowledgementExpired: "incident.acknowledgement_expired"
        case .incidentTaken: "incident.taken"
        case .incidentCommented: "incident.commented"
        case .incidentResolved: "incident.resolved"
        case .incidentReopened: "incident.reopened"
        case .incidentClosed: "incident.closed"
        case .auditFailed: "audit.failed"
        case .silenceCreated: "silence.created"
        case .silenceEnded: "silence.ended"
        case .overrideCreated: "override.created"
        case .overrideEnded: "override.ended"
        }
    }

    /// The written form, without time and incident, which the envelope carries for every entry.
    package var form: EntryForm {
        var form = EntryForm(type: type)
        switch self {
        case .settingsLoaded(let entry): entry.write(into: &form)
        case .reportTested(let entry): entry.write(into: &form)
        case .incidentOpened(let entry): entry.write(into: &form)
        case .reportAccepted(let entry): entry.write(into: &form)
        case .reportsRepeated(let entry): entry.write(into: &form)
        case .requestRemembered(let entry): entry.write(into: &form)
        case .requestForgotten: break
        case .severityRaised(let entry): entry.write(into: &form)
        case .severityLowered(let entry): entry.write(into: &form)
        case .incidentClassified(let entry): entry.write(into: &form)
        case .incidentReruled(let entry): entry.write(into: &form)
        case .incidentLinked(let entry): entry.write(into: &form)
        case .factRecorded(let entry): entry.write(into: &form)
        case .ownershipChanged(let entry): entry.write(into: &form)
        case .ownershipProposed(let entry): entry.write(into: &form)
        case .proposalAnswered(let entry): entry.write(into: &form)
        case .obligationStarted(let entry): entry.write(into: &form)
        case .clockStarted(let entry): entry.write(into: &form)
        case .obligationReminded(let entry): entry.write(into: &form)
        case .obligationMet(let entry): entry.write(into: &form)
        case .obligationOverdue(let entry): entry.write(into: &form)
        case .obligationWaived(let entry): entry.write(into: &form)
        case .obligationHeld(let entry): entry.write(into: &form)
        case .obligationResumed(let entry): entry.write(into: &form)
        case .obligationCancelled(let entry): entry.write(into: &form)
        case .noticeQueued(let entry): entry.write(into: &form)
        case .noticeReleased(let entry): entry.write(into: &form)
        case .noticeBundled(let entry): entry.write(into: &form)
        case .noticeTold(let entry): entry.write(into: &form)
        case .noticeRedirected(let entry): entry.write(into: &form)
        case .noticeUndelivered(let entry): entry.write(into: &form)
        case .attemptStarted(let entry): entry.write(into: &form)
        case .attemptFinished(let entry): entry.write(into: &form)
        case .escalationStarted(let entry): entry.write(into: &form)
        case .escalationStepped(let entry): entry.write(into: &form)
        case .escalationPaused(let entry): entry.write(into: &form)
        case .nobodyReached(let entry): entry.write(into: &form)
        case .incidentAcknowledged(let entry): entry.write(into: &form)
        case .acknowledgementExpired(let entry): entry.write(into: &form)
        case .incidentTaken(let entry): entry.write(into: &form)
        case .incidentCommented(let entry): entry.write(into: &form)
        case .incidentResolved(let entry): entry.write(into: &form)
        case .incidentReopened(let entry): entry.write(into: &form)
        case .incidentClosed: break
        case .auditFailed(let entry): entry.write(into: &form)
        case .silenceCreated(let entry): entry.write(into: &form)
        case .silenceEnded(let entry): entry.write(into: &form)
        case .overrideCreated(let entry): entry.write(into: &form)
        case .overrideEnded(let entry): entry.write(into: &form)
        }
        return form
    }

    /// Reads a written form.
    ///
    /// - Throws: `EntryReadError` when the type or a field is not known to this version.
    package init(reading form: EntryForm) throws(EntryReadError) {
        switch form.type {
        case "settings.loaded": self = .settingsLoaded(try SettingsLoaded(reading: form))
        case "report.tested": self = .reportTested(try ReportTested(reading: form))
        case "incident.opened": self = .incidentOpened(try IncidentOpened(reading: form))
        case "report.accepted": self = .reportAccepted(try ReportAccepted(reading: form))
        case "report.repeated": self = .reportsRepeated(try ReportsRepeated(reading: form))
        case "request.remembered": self = .requestRemembered(try RequestRemembered(reading: form))
        case "request.forgotten": self = .requestForgotten(RequestForgotten())
        case "incident.severity_raised": self = .severityRaised(try SeverityChanged(reading: form))
        case "incident.severity_lowered": self = .severityLowered(try SeverityChanged(reading: form))
        case "incident.classified": self = .incidentClassified(try IncidentClassified(reading: form))
        case "incident.reruled": self = .incidentReruled(try IncidentReruled(reading: form))
        case "incident.linked": self = .incidentLinked(try IncidentLinked(reading: form))
        case "incident.fact": self = .factRecorded(try FactRecorded(reading: form))
        case "ownership.changed": self = .ownershipChanged(try OwnershipChanged(reading: form))
        case "ownership.proposed": self = .ownershipProposed(try OwnershipProposed(reading: form))
        case "ownership.answered": self = .proposalAnswered(try ProposalAnswered(reading: form))
        case "obligation.started": self = .obligationStarted(try ObligationStarted(reading: form))
        case "obligation.clock_started": self = .clockStarted(try ClockStarted(reading: form))
        case "obligation.reminded": self = .obligationReminded(try ObligationReminded(reading: form))
        case "obligation.met": self = .obligationMet(try ObligationMet(reading: form))
        case "obligation.overdue": self = .obligationOverdue(try ObligationOverdue(reading: form))
        case "obligation.waived": self = .obligationWaived(try ObligationDecided(reading: form))
        case "obligation.held": self = .obligationHeld(try ObligationDecided(reading: form))
        case "obligation.resumed": self = .obligationResumed(try ObligationDecided(reading: form))
        case "obligation.cancelled": self = .obligationCancelled(try ObligationCancelled(reading: form))
        case "notice.queued": self = .noticeQueued(try NoticeQueued(reading: form))
        case "notice.released": self = .noticeReleased(try NoticeReleased(reading: form))
        case "notice.bundled": self = .noticeBundled(try NoticeBundled(reading: form))
        case "notice.told": self = .noticeTold(try NoticeTold(reading: form))
        case "notice.redirected": self = .noticeRedirected(try NoticeRedirected(reading: form))
        case "notice.undelivered": self = .noticeUndelivered(try NoticeUndelivered(reading: form))
        case "attempt.started": self = .attemptStarted(try AttemptStarted(reading: form))
        case "attempt.finished": self = .attemptFinished(try AttemptFinished(reading: form))
        case "escalation.started": self = .escalationStarted(try EscalationStarted(reading: form))
        case "escalation.stepped": self = .escalationStepped(try EscalationStepped(reading: form))
        case "escalation.paused": self = .escalationPaused(try EscalationPaused(reading: form))
        case "escalation.nobody_reached": self = .nobodyReached(try NobodyReached(reading: form))
        case "incident.acknowledged": self = .incidentAcknowledged(try IncidentAcknowledged(reading: form))
        case "incident.acknowledgement_expired":
            self = .acknowledgementExpired(try AcknowledgementExpired(reading: form))
        case "incident.taken": self = .incidentTaken(try IncidentTaken(reading: form))
        case "incident.commented": self = .incidentCommented(try IncidentCommented(reading: form))
        case "incident.resolved": self = .incidentResolved(try IncidentResolved(reading: form))
        case "incident.reopened": self = .incidentReopened(try IncidentReopened(reading: form))
        case "incident.closed": self = .incidentClosed(IncidentClosed())
        case "audit.failed": self = .auditFailed(try AuditFailed(reading: form))
        case "silence.created": self = .silenceCreated(try SilenceCreated(reading: form))
        case "silence.ended": self = .silenceEnded(try SilenceEnded(reading: form))
        case "override.created": self = .overrideCreated(try OverrideCreated(reading: form))
        case "override.ended": self = .overrideEnded(try OverrideEnded(reading: form))
        default: throw form.failure("type", "unknown entry type")
        }
    }
}
