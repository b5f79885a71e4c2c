import CivilTime
package import Responsibility
import StrictJSON

/// The answer to a report, before it is written out: deciding need not wait for that.
struct ReportAnswer: Sendable {
    /// A desk that is told.
    struct Told: Sendable {
        let desk: Desk
        let rules: [RuleID]
        let due: Instant?
    }

    let disposition: String
    var report: ReportID?
    var incident: IncidentID?
    let ruling: Ruling
    var told: [Told] = []
    /// What joint care asks for; nil where it was not asked.
    var care: Care?
    let viewer: Viewer
    let arrangements: Arrangements

    var body: JSONObject {
        var body = JSONObject(expecting: 8)
        body.set("report", .text(report?.rawValue))
        body.set("incident", .text(incident?.rawValue))
        body.set("disposition", .string(disposition))
        if viewer.isGateway { return body }
        body.set("ruling", ruling.json(showingCandidates: viewer.seesCandidates))
        body.set("notify", .array(told.map(\.json)))
        if let care { append(care, to: &body) }
        return body
    }

    /// What joint care asks for beyond the notices of the incident's own two sides: the rules that fired, what a party owes, and
    /// who else is affected. Others are told on ledgers of their own.
    private func append(_ care: Care, to body: inout JSONObject) {
        let provider = arrangements.book.provider.id
        let care = care.visible(to: viewer, provider: provider)
        let others = care.told.filter { $0.party != provider && $0.party != ruling.customer }
        body.set("rules", .array(care.rules.map { arrangements.ruleJSON($0) }))
        body.set("owed", .array(care.owed.map(\.json)))
        if !others.isEmpty { body.set("affected", .array(others.map(\.json))) }
    }
}

extension ReportAnswer.Told {
    fileprivate var json: JSON {
        [
            "to": .string(desk.description), "party": .string(desk.party.rawValue), "role": .string(desk.role.rawValue),
            "rules": .strings(rules.map(\.rawValue)), "due": .text(due?.rfc3339),
        ]
    }
}

extension State {
    /// The answer to a report that concerns an incident.
    ///
    /// - Parameter entriesBefore: How many entries the turn had before anybody was told; nil: nobody was.
    func reportAnswer(
        _ outcome: PeerAnswer.Outcome, _ disposition: String, report: ReportID?, incident id: IncidentID,
        ruling: Ruling, for actor: Actor, toldSince entriesBefore: Int? = nil, in turn: Turn? = nil, care: Care? = nil
    ) -> PeerAnswer {
        let viewer = Viewer(actor)
        let told = entriesBefore.flatMap { turn?.told(about: id, since: $0) } ?? []
        // Whether it went to triage is not for outsiders either: it would tell what is somebody's from what is nobody's.
        return PeerAnswer(
            viewer.isGateway ? .created : outcome,
            ReportAnswer(
                disposition: viewer.isGateway ? "received" : disposition, report: report, incident: id, ruling: ruling,
                told: told, care: care, viewer: viewer, arrangements: arrangements))
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
