import CivilTime
import OnCall
import Responsibility
package import StrictJSON

extension RecordedEntry {
    /// The entry as one line of an incident's timeline.
    ///
    /// - Parameter index: Its place on the ledger.
    package func timelineJSON(index: Int64, for viewer: Viewer) -> JSON {
        [
            "index": .integer(index), "at": .string(at.rfc3339), "type": .string(entry.type),
            "text": .string(entry.sentence(for: viewer)),
        ]
    }
}

extension Entry {
    /// What happened, in a sentence for people.
    func sentence(for viewer: Viewer) -> String {
        switch self {
        case .settingsLoaded(let loaded): "configuration \(loaded.digest.prefix(12)) in force"
        case .reportTested(let tested): "test report \(tested.report) by \(tested.reporter)"
        case .incidentOpened(let opened):
            "opened, \(opened.severity.rawValue): "
                + (opened.trafficLight != .red || viewer.seesEverything || viewer.party == opened.reporter
                    ? opened.ruling.sentence : opened.ruling.redSentence)
        case .reportAccepted(let accepted): accepted.sentence(for: viewer)
        case .reportsRepeated(let repeated): "reported again; \(repeated.count) reports so far"
        case .requestRemembered: "the request is remembered by its key"
        case .requestForgotten: "the key of the request is free again"
        case .severityRaised(let raised): raised.sentence("raised", for: viewer)
        case .severityLowered(let lowered): lowered.sentence("lowered", for: viewer)
        case .incidentClassified, .incidentReruled, .incidentLinked, .factRecorded, .ownershipChanged,
            .ownershipProposed, .proposalAnswered:
            knowledgeSentence(for: viewer)
        case .obligationStarted, .clockStarted, .obligationReminded, .obligationMet, .obligationOverdue,
            .obligationWaived, .obligationHeld, .obligationResumed, .obligationCancelled:
            obligationSentence(for: viewer)
        case .noticeQueued(let queued): queued.sentence
        case .noticeReleased(let released): "notice \(released.id) for \(released.desk) is no longer held"
        case .noticeBundled(let bundled):
            "notice \(bundled.id) for \(bundled.desk) goes with others in \(bundled.digest)"
        case .noticeTold(let told): "notice \(told.id) arrived with \(told.digest) as \(told.delivery)"
        case .noticeRedirected(let redirected):
            "notice \(redirected.id) goes to \(redirected.desk): its channels are no longer configured"
                + (viewer.seesEverything ? " (\(redirected.gone.map(\.rawValue).joined(separator: ", ")))" : "")
        case .noticeUndelivered(let undelivered): "UNDELIVERED: no channel of \(undelivered.desk) took the notice"
        case .attemptStarted(let started):
            "attempt \(started.attempt)" + (viewer.seesEverything ? " to \(started.channel)" : "")
                + " as \(started.delivery)"
        case .attemptFinished(let finished): finished.sentence
        case .escalationStarted(let started):
            "waiting for a person of \(started.party) to acknowledge (\(started.policyID?.rawValue ?? "default policy"))"
        case .escalationStepped(let stepped): stepped.sentence(for: viewer)
        case .escalationPaused(let paused):
            "\(paused.party) is not called until \(paused.until.inWords): \(paused.hold.text)"
        case .nobodyReached(let end):
            "NOBODY REACHED at \(end.party); told instead: \(end.told.map(\.description).joined(separator: ", "))"
        case .incidentAcknowledged(let acknowledged):
            "acknowledged by \(acknowledged.party)" + person(acknowledged.by, of: acknowledged.party, viewer)
                + (acknowledged.until.map { " until \($0.inWords)" } ?? "") + note(acknowledged.note)
        case .acknowledgementExpired(let expired):
            "the acknowledgement of \(expired.party) expired; it is called anew"
        case .incidentTaken(let taken):
            "taken by \(taken.party)" + person(taken.by, of: taken.party, viewer) + note(taken.note)
        case .incidentCommented(let comment):
            "comment by \(comment.party)" + person(comment.by, of: comment.party, viewer) + ": \(comment.text)"
        case .incidentResolved(let resolved):
            "resolved by \(resolved.party)" + person(resolved.by, of: resolved.party, viewer) + note(resolved.note)
        case .incidentReopened(let reopened):
            "reopened by \(reopened.party)" + (reopened.by.map { person($0, of: reopened.party, viewer) } ?? "")
                + note(reopened.note)
        case .auditFailed(let failed): "AUDIT: incident \(failed.incident) on \(failed.ledger) \(failed.finding)"
        case .silenceCreated(let created):
            "silence \(created.silence.id) of \(created.silence.party) from \(created.silence.starts.inWords) to "
                + created.silence.ends.inWords
        case .silenceEnded(let ended):
            "silence \(ended.id) ended" + (ended.by.map { " by \($0.text(for: viewer))" } ?? "")
                + "; it held \(ended.held) notices"
                + (ended.isUntold ? ", and there was no room to tell of its end" : "")
        case .overrideCreated(let created):
            "override \(created.override.id.text) of \(created.schedule.text) from \(created.override.start.inWords) to "
                + created.override.end.inWords
        case .overrideEnded(let ended):
            "override \(ended.id.text) ended" + (ended.by.map { " by \($0.text(for: viewer))" } ?? "")
        case .incidentClosed:
            "closed: everybody who was to be told has been told, or it is on record that they could not be"
        }
    }

    /// What somebody wrote, as the end of a sentence; nothing where nothing was written.
    func note(_ note: String?) -> String { note.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? "" }

    func person(_ name: String, of party: PartyID, _ viewer: Viewer) -> String {
        viewer.seesPersons(of: party) ? " (\(name))" : ""
    }
}

extension ReportAccepted {
    fileprivate func sentence(for viewer: Viewer) -> String {
        let who = viewer.seesPersons(of: reporter) ? "\(reporter), \(by)" : reporter.rawValue
        let showsText = report.trafficLight != .red || viewer.seesEverything || viewer.party == reporter
        return "report \(id) by \(who) (\(role.rawValue)), \(report.status.rawValue): "
            + (showsText ? report.summary : Incident.redText)
    }
}

extension NoticeQueued {
    fileprivate var sentence: String {
        let fallback = meantRole == desk.role ? "" : " (in place of \(meantRole.rawValue), which nobody fills)"
        let rules = rules.isEmpty ? "" : " under \(rules.map(\.rawValue).joined(separator: ", "))"
        let held = hold.map { ", held" + ($0.until.map { " until \($0.inWords)" } ?? "") + ": \($0.text)" } ?? ""
        let who = covers.isEmpty ? "" : ", in the stead of \(covers.count)"
        return "notice \(id) (\(kind.rawValue)) for \(desk)\(fallback)\(rules)\(who)\(held)"
    }
}

extension AttemptFinished {
    fileprivate var sentence: String {
        let status = result.status.map { " (\($0))" } ?? ""
        let next =
            result.result == .delivered
            ? "" : retryAt.map { "; next attempt at \($0.inWords)" } ?? "; no further attempt on this channel"
        return "attempt \(result.attempt) of \(result.delivery): \(result.result.rawValue), \(result.reason)\(status)"
            + " after \(result.latencyMilliseconds) ms\(next)"
    }
}

extension EscalationStepped {
    fileprivate func sentence(for viewer: Viewer) -> String {
        let recipients = told.isEmpty ? "nobody" : told.map(\.description).joined(separator: ", ")
        // What a party calls its channels and schedules is for itself.
        let names = skipped.map {
            viewer.seesPersons(of: party) ? $0 : $0.split(separator: ": ").last.map(String.init) ?? $0
        }
        .joined(separator: "; ")
        let left = skipped.isEmpty ? "" : "; left out: \(names)"
        return "ESCALATED: nobody at \(party) acknowledged; step \(step) tells \(recipients)\(left)"
    }
}
