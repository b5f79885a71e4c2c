import CivilTime
import Responsibility

extension SeverityChanged {
    func sentence(_ how: String, for viewer: Viewer) -> String {
        "severity \(how) from \(from.rawValue) to \(to.rawValue)" + (by.map { " by " + $0.text(for: viewer) } ?? "")
            + (reason.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? "")
    }
}

extension Signature {
    /// The party, and for its own people the person.
    func text(for viewer: Viewer) -> String {
        party.rawValue + (viewer.seesPersons(of: party) ? " (\(name))" : "")
    }
}

extension Entry {
    /// What became known, and who owns it, in a sentence for people.
    func knowledgeSentence(for viewer: Viewer) -> String {
        switch self {
        case .incidentClassified(let classified):
            let words = classified.words + (classified.personalData.map { ["personal data \($0.rawValue)"] } ?? [])
            return "classified as \(words.joined(separator: ", ")) by \(classified.by.text(for: viewer))"
                + note(classified.reason)
        case .incidentReruled(let reruled):
            return "ruled on again by \(reruled.by.text(for: viewer)): \(reruled.ruling.sentence)"
                + note(reruled.reason)
        case .incidentLinked(let linked):
            if let root = linked.root { return "part of \(root)" }
            let part = linked.part?.rawValue ?? "another incident"
            return "\(part) on \(linked.partLedger?.rawValue ?? "another ledger") is a part of it"
        case .factRecorded(let fact):
            return "\(fact.what.text) at \(fact.happenedAt.inWords), recorded by \(fact.by.text(for: viewer))"
                + note(fact.note)
        case .ownershipChanged(let changed):
            return "OWNER CHANGED (\(changed.cause.rawValue)): \(changed.sentence)"
        case .ownershipProposed(let proposed):
            let what = proposed.kind == .dispute ? "DISPUTED" : "OFFERED"
            return "\(what) by \(proposed.by.text(for: viewer)): \(proposed.reason); \(proposed.answerer) answers by "
                + proposed.answerBy.inWords
        case .proposalAnswered(let answered):
            guard let by = answered.by else { return "\(answered.kind.rawValue) unanswered; it stays as it is" }
            return "\(answered.kind.rawValue) \(answered.accepted ? "accepted" : "declined") by \(by.text(for: viewer))"
                + note(answered.reason)
        default: return type
        }
    }

    /// What became of an obligation, in a sentence for people.
    func obligationSentence(for viewer: Viewer) -> String {
        switch self {
        case .obligationStarted(let started): return started.sentence
        case .clockStarted(let started):
            return "the clock of \(started.id) runs since \(started.start.inWords); due by \(started.due.inWords)"
        case .obligationReminded(let reminded):
            return "\(reminded.recipient) reminded of \(reminded.id): \(Obligation.share(ofReminder: reminded.number))"
        case .obligationMet(let met):
            let how =
                switch met.evidence {
                case .delivered: "by delivery"
                case .acknowledgement: "by the recipient's answer"
                default: "(\(met.evidence.rawValue))" + (met.by.map { " by \($0.text(for: viewer))" } ?? "")
                }
            return "obligation \(met.id) met \(how)\(met.late ? ", late" : "")" + note(met.note)
        case .obligationOverdue(let overdue):
            return "OVERDUE: \(overdue.id) (\(overdue.rule)) at \(overdue.recipient)"
        case .obligationWaived(let decided): return decided.sentence("WAIVED", for: viewer)
        case .obligationHeld(let decided): return decided.sentence("held", for: viewer)
        case .obligationResumed(let decided): return decided.sentence("taken up again", for: viewer)
        case .obligationCancelled(let cancelled): return "obligation \(cancelled.id) cancelled: \(cancelled.reason)"
        default: return type
        }
    }
}

extension ObligationDecided {
    fileprivate func sentence(_ how: String, for viewer: Viewer) -> String {
        "obligation \(id) \(how) by \(by.text(for: viewer)): \(reason)"
    }
}

extension ObligationStarted {
    fileprivate var sentence: String {
        let name = rule.rawValue + (act.map { "/\($0)" } ?? "")
        let what = owed.map { "\(recipient.party) \($0)" } ?? "\(recipient) must be told"
        return "\(name): \(what)" + (due.map { " by \($0.inWords)" } ?? ", waiting until \(start.inWords)")
    }
}
