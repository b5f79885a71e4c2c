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
            .init("triage", .text(ruling.triage?.code)),
            .init("disputed", .bool(proposal?.kind == .dispute)),
            .init("as_of", .integer(Int64(revision))),
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
        object.set("personal_data", .string(personalData.rawValue))
        object.set("significant", .bool(significant))
        object.set("classified", .strings(classifications.map(\.word)))
        object.set("owners", .array(tenures.map(\.json)))
        object.set("proposal", proposal?.json ?? .null)
        object.set("aware", .object(awarenessJSON))
        object.set("taken_by", .array(takers.map { takerJSON($0, for: viewer) }))
        object.set("part_of", .text(root?.rawValue))
        // What a problem touches elsewhere is not for any one customer.
        if viewer.seesEverything {
            object.set("parts", partsJSON)
        }
        object.set("obligations", .array(obligations.map(\.json)))
        object.set("notices", .array(notices.map { $0.json(for: viewer) }))
        object.set("acknowledgements", .array(acknowledgements.map { json($0, for: viewer) }))
        object.set("escalations", .array(escalations.map(\.json)))
        return object
    }

    /// Its parts in the agreements, for the provider.
    var partsJSON: JSON {
        .array(parts.map { ["incident": .string($0.incident.rawValue), "agreement": .string($0.ledger.rawValue)] })
    }

    private func json(_ acknowledgement: Acknowledgement, for viewer: Viewer) -> JSON {
        [
            "party": .string(acknowledgement.party.rawValue),
            "by": .text(viewer.seesPersons(of: acknowledgement.party) ? acknowledgement.by : nil),
            "at": .string(acknowledgement.at.rfc3339), "until": .text(acknowledgement.until?.rfc3339),
            "note": .text(acknowledgement.note),
        ]
    }

    private var awarenessJSON: JSONObject {
        var object = JSONObject()
        for (side, awareness) in [(Side.provider, providerAware), (.customer, customerAware)] {
            guard let awareness else { continue }
            object.set(
                side.rawValue, ["at": .string(awareness.at.rfc3339), "how": .string(awareness.how.rawValue)])
        }
        return object
    }

    private func takerJSON(_ taker: (party: PartyID, by: String, at: Instant), for viewer: Viewer) -> JSON {
        [
            "party": .string(taker.party.rawValue),
            "by": .text(viewer.seesPersons(of: taker.party) ? taker.by : nil), "at": .string(taker.at.rfc3339),
        ]
    }
}

extension Tenure {
    var json: JSON {
        [
            "owner": .string(owner.rawValue), "party": .text(party?.rawValue), "lead": .text(lead?.rawValue),
            "since": .string(since.rfc3339), "by": .string(cause.rawValue),
        ]
    }
}

extension Proposal {
    var json: JSON {
        [
            "kind": .string(kind.rawValue), "party": .string(party.rawValue), "answerer": .string(answerer.rawValue),
            "reason": .string(reason), "at": .string(madeAt.rfc3339), "answer_by": .string(answerBy.rfc3339),
        ]
    }
}

extension Obligation {
    var json: JSON {
        [
            "id": .string(id.rawValue), "rule": .string(rule.rawValue), "act": .text(act),
            "recipient": .string(recipient.description), "owed": .text(owed),
            "start": .string(start.text), "due": .text(due?.rfc3339), "state": .string(state.rawValue),
            "update_every": .text(terms.updateEvery?.iso8601),
            "met_at": .text(metAt?.rfc3339), "late": .bool(isLate), "reason": .text(reason),
            "evidence": .array(proofs.map(\.json)),
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
            "held": .text(state == .held ? hold?.text : nil),
            "tells": .strings(showsChannels ? covers.map(\.incident.rawValue) : []),
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

extension Obligation.Proof {
    var json: JSON {
        [
            "kind": .string(kind.rawValue), "at": .string(at.rfc3339), "delivery": .text(delivery?.rawValue),
            "note": .text(note),
        ]
    }
}
