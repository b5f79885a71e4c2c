import CivilTime
package import Responsibility
import StrictJSON

extension State {
    /// The answer to a report that concerns an incident.
    func reportAnswer(
        _ outcome: PeerAnswer.Outcome, _ disposition: String, report: ReportID?, incident: Incident?, for actor: Actor,
        notices: [NoticeQueued], ruling: Ruling? = nil, care: Care? = nil
    ) -> PeerAnswer {
        guard let ruling = ruling ?? incident?.ruling else {
            preconditionFailure("an answer to a report needs a ruling")
        }
        var body = JSONObject()
        body.set("report", .text(report?.rawValue))
        body.set("incident", .text(incident?.id.rawValue))
        body.set("disposition", .string(disposition))
        // Whether it went to triage is not for outsiders either: it would tell what is somebody's from what is nobody's.
        if Viewer(actor).isGateway {
            if disposition != "tested" { body.set("disposition", "received") }
            return PeerAnswer(.created, body)
        }
        body.set("ruling", ruling.json(showingCandidates: Viewer(actor).seesCandidates))
        body.set(
            "notify",
            .array(notices.map { Self.notify(desk: $0.desk, rules: $0.rules, due: $0.due) }))
        if let care { body.append(care, ruling, for: Viewer(actor), arrangements) }
        return PeerAnswer(outcome, body)
    }

    /// The answer to a report that concerns no incident.
    func reportBody(
        _ disposition: String, report: ReportID?, incident: IncidentID?, ruling: Ruling, for actor: Actor,
        plan: [PlannedNotice], care: Care? = nil
    ) -> JSONObject {
        var body = JSONObject([
            .init("report", .text(report?.rawValue)), .init("incident", .text(incident?.rawValue)),
            .init("disposition", .string(disposition)),
        ])
        if Viewer(actor).isGateway { return body }
        body.set("ruling", ruling.json(showingCandidates: Viewer(actor).seesCandidates))
        body.set("notify", .array(plan.map { Self.notify(desk: $0.desk, rules: $0.rules, due: $0.due) }))
        if let care { body.append(care, ruling, for: Viewer(actor), arrangements) }
        return body
    }

    private static func notify(desk: Desk, rules: [RuleID], due: Instant?) -> JSON {
        [
            "to": .string(desk.description), "party": .string(desk.party.rawValue), "role": .string(desk.role.rawValue),
            "rules": .strings(rules.map(\.rawValue)), "due": .text(due?.rfc3339),
        ]
    }
}

// Questions: they record nothing.
extension State {
    /// The ledgers that a viewer may read; nil means all.
    package func ledgers(for viewer: Viewer) -> [LedgerID]? {
        guard viewer.side == .customer else { return nil }
        return arrangements.book.agreementIDs(of: viewer.party).map { LedgerID($0.rawValue) }
    }

    /// The incidents in memory that a viewer may see, in the order of the filter. Closed ones are on their ledgers only.
    package func incidents(_ filter: IncidentFilter, for viewer: Viewer) -> [Incident] {
        filter.ordered(incidents.values.filter { viewer.sees($0) && filter.selects($0) })
    }
}

extension JSONObject {
    /// What joint care asks for beyond the notices of the incident's own two sides: the rules that fired, what a party
    /// owes, and who else is affected. Others are told on ledgers of their own.
    fileprivate mutating func append(
        _ care: Care, _ ruling: Ruling, for viewer: Viewer, _ arrangements: Arrangements
    ) {
        let provider = arrangements.book.provider.id
        let care = care.visible(to: viewer, provider: provider)
        let others = care.told.filter { $0.party != provider && $0.party != ruling.customer }
        set("rules", .array(care.rules.map { arrangements.ruleJSON($0) }))
        set("owed", .array(care.owed.map(\.json)))
        if !others.isEmpty { set("affected", .array(others.map(\.json))) }
    }
}
