import CivilTime
import Responsibility

// What the daemon has to tell that is about no problem: a test of a channel, several notices in one, that a silence is over. A notice
// is always about an incident, so each is one that is over when it begins.
extension State {
    /// Opens what a notice is about that tells of no problem, and ends it at once.
    ///
    /// - Parameters:
    ///   - rule: What stands in place of a rule of the responsibility model.
    ///   - customer: Whose agreement the ledger is; nil in `house`.
    mutating func openMessage(
        rule: RuleID, source: String, summary: String, sentence: String, note: String,
        customer: PartyID? = nil, on ledger: LedgerID, _ entropy: inout Entropy, _ turn: inout Turn
    ) -> IncidentID {
        let provider = arrangements.book.provider
        let agreement = customer == nil ? nil : AgreementID(ledger.rawValue)
        var ruling = Ruling(
            owner: .provider, ownerParty: provider.id, rule: rule, source: source, confidence: .stated,
            agreement: agreement,
            revision: agreement.flatMap { arrangements.book.agreement($0, at: turn.now)?.revision }, customer: customer,
            category: .other, sentence: sentence)
        ruling.configuration = arrangements.digest
        let id = newIncidentID(&entropy, at: turn.now)
        record(
            .incidentOpened(
                IncidentOpened(
                    severity: .info, ruling: ruling, reporter: provider.id, trafficLight: .amber,
                    dedupKey: Incident.messageKey(of: id, rule), summary: summary)), in: id, on: ledger, &turn)
        record(
            .incidentResolved(IncidentResolved(party: provider.id, by: "tocsin", note: note)), in: id, &turn)
        return id
    }
}

extension Incident {
    /// The dedup key of what only tells something. It has the incident's own id, which nobody knows before, so no report can have it.
    fileprivate static func messageKey(of id: IncidentID, _ rule: RuleID) -> String { "\(rule) \(id)" }

    /// Whether it only tells something: there is no problem that could begin again.
    var isMessage: Bool { dedupKey == Self.messageKey(of: id, ruling.rule) }
}
