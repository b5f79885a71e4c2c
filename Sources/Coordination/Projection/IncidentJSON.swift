import CivilTime
import Responsibility
package import StrictJSON

extension Incident {
    /// One line of a list.
    package func summaryJSON(for viewer: Viewer) -> JSONObject {
        if viewer.isGateway { return outsiderJSON }
        return JSONObject([
            .init("incident", .string(id.rawValue)),
            .init("agreement", .string(ledger.rawValue)),
            .init("customer", .text(customer?.rawValue)),
            .init("state", .string(phase.rawValue)),
            .init("severity", .string(severity.rawValue)),
            .init("category", .string(ruling.category.rawValue)),
            .init("summary", .string(viewer.seesText(of: self) ? summary : Self.redText)),
            .init("asset", viewer.seesText(of: self) ? .text(ruling.asset?.rawValue ?? namedAsset) : .null),
            .init("owner", .string(ruling.owner.rawValue)),
            .init("owner_party", .text(ruling.ownerParty?.rawValue)),
            .init("opened_at", .string(openedAt.rfc3339)),
            .init("resolved_at", .text(resolvedAt?.rfc3339)),
            .init("reports", .integer(Int64(reportCount + unwrittenRepeats))),
            .init("acknowledged_by", .strings(acknowledgements.map(\.party.rawValue))),
            .init("next_due", .text(nextDue?.rfc3339)),
        ])
    }

    /// What an outsider learns of what it reported: that it is in hand, or over.
    private var outsiderJSON: JSONObject {
        JSONObject([
            .init("incident", .string(id.rawValue)), .init("state", .string(phase.rawValue)),
            .init("opened_at", .string(openedAt.rfc3339)), .init("resolved_at", .text(resolvedAt?.rfc3339)),
        ])
    }

    /// What stands in the place of the text of a report marked red.
    static let redText = "a report marked TLP:RED; ask the reporter"

    /// The whole incident, without its timeline.
    package func json(for viewer: Viewer) -> JSONObject {
        if viewer.isGateway { return outsiderJSON }
        var object = summaryJSON(for: viewer)
        object.set("ruling", ruling.json(showingCandidates: viewer.seesCandidates, isRed: !viewer.seesText(of: self)))
        object.set("obligations", .array(obligations.map(\.json)))
        object.set("notices", .array(notices.map { $0.json(for: viewer) }))
        object.set("acknowledgements", .array(acknowledgements.map { json($0, for: viewer) }))
        object.set("escalations", .array(escalations.map(\.json)))
        return object
    }

    private func json(_ acknowledgement: Acknowledgement, for viewer: Viewer) -> JSON {
        [
            "party": .string(acknowledgement.party.rawValue),
            "by": .text(viewer.seesPersons(of: acknowledgement.party) ? acknowledgement.by : nil),
            "at": .string(acknowledgement.at.rfc3339), "note": .text(acknowledgement.note),
        ]
    }
}

extension Obligation {
    var json: JSON {
        [
            "id": .string(id.rawValue), "rule": .string(rule.rawValue), "recipient": .string(recipient.description),
            "due": .string(due.rfc3339), "state": .string(state.rawValue), "met_at": .text(metAt?.rfc3339),
        ]
    }
}

extension Notice {
    /// A channel's name is for its own party: the other side sees that it was tried, not what it is called.
    func json(for viewer: Viewer) -> JSON {
        let showsChannels = viewer.seesEverything || viewer.party == desk.party
        return [
            "id": .string(id.rawValue), "to": .string(desk.description), "kind": .string(kind.rawValue),
            "rules": .strings(rules.map(\.rawValue)), "due": .text(due?.rfc3339), "state": .string(state.rawValue),
            "deliveries": .array(
                deliveries.map { delivery in
                    [
                        "id": .string(delivery.id.rawValue),
                        "channel": showsChannels ? .string(delivery.channel.rawValue) : .null,
                        "state": .string(delivery.state.code), "attempts": .integer(Int64(delivery.attempts)),
                        "last_reason": .text(delivery.lastReason),
                        "last_status": delivery.lastStatus.map { .integer(Int64($0)) } ?? .null,
                    ]
                }),
        ]
    }
}

extension Escalation {
    var json: JSON {
        [
            "party": .string(party.rawValue), "role": .string(role.rawValue), "state": .string(state.rawValue),
            "steps_taken": .integer(Int64(stepsTaken)), "next_due": .text(nextDue?.rfc3339),
        ]
    }
}
