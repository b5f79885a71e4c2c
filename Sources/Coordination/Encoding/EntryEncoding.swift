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
        case .severityRaised: "incident.severity_raised"
        case .obligationStarted: "obligation.started"
        case .obligationMet: "obligation.met"
        case .obligationOverdue: "obligation.overdue"
        case .noticeQueued: "notice.queued"
        case .noticeUndelivered: "notice.undelivered"
        case .attemptStarted: "attempt.started"
        case .attemptFinished: "attempt.finished"
        case .escalationStarted: "escalation.started"
        case .escalationStepped: "escalation.stepped"
        case .nobodyReached: "escalation.nobody_reached"
        case .incidentAcknowledged: "incident.acknowledged"
        case .incidentResolved: "incident.resolved"
        case .incidentClosed: "incident.closed"
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
        case .severityRaised(let entry): entry.write(into: &form)
        case .obligationStarted(let entry): entry.write(into: &form)
        case .obligationMet(let entry): entry.write(into: &form)
        case .obligationOverdue(let entry): entry.write(into: &form)
        case .noticeQueued(let entry): entry.write(into: &form)
        case .noticeUndelivered(let entry): entry.write(into: &form)
        case .attemptStarted(let entry): entry.write(into: &form)
        case .attemptFinished(let entry): entry.write(into: &form)
        case .escalationStarted(let entry): entry.write(into: &form)
        case .escalationStepped(let entry): entry.write(into: &form)
        case .nobodyReached(let entry): entry.write(into: &form)
        case .incidentAcknowledged(let entry): entry.write(into: &form)
        case .incidentResolved(let entry): entry.write(into: &form)
        case .incidentClosed: break
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
        case "incident.severity_raised": self = .severityRaised(try SeverityRaised(reading: form))
        case "obligation.started": self = .obligationStarted(try ObligationStarted(reading: form))
        case "obligation.met": self = .obligationMet(try ObligationMet(reading: form))
        case "obligation.overdue": self = .obligationOverdue(try ObligationOverdue(reading: form))
        case "notice.queued": self = .noticeQueued(try NoticeQueued(reading: form))
        case "notice.undelivered": self = .noticeUndelivered(try NoticeUndelivered(reading: form))
        case "attempt.started": self = .attemptStarted(try AttemptStarted(reading: form))
        case "attempt.finished": self = .attemptFinished(try AttemptFinished(reading: form))
        case "escalation.started": self = .escalationStarted(try EscalationStarted(reading: form))
        case "escalation.stepped": self = .escalationStepped(try EscalationStepped(reading: form))
        case "escalation.nobody_reached": self = .nobodyReached(try NobodyReached(reading: form))
        case "incident.acknowledged": self = .incidentAcknowledged(try IncidentAcknowledged(reading: form))
        case "incident.resolved": self = .incidentResolved(try IncidentResolved(reading: form))
        case "incident.closed": self = .incidentClosed(IncidentClosed())
        default: throw form.failure("type", "unknown entry type")
        }
    }
}
