package import CivilTime
package import Responsibility
package import StrictJSON

// What is agreed, as a party may read it: its own agreements, and of the provider who is told in which role.
extension Arrangements {
    /// The agreements in force, by id: those of a customer, or all for the provider.
    package func agreements(for viewer: Viewer, at instant: Instant) -> JSONObject {
        let ids = book.agreementIDs.filter { sees($0, viewer) }
        let shown = ids.compactMap { id in book.agreement(id, at: instant) }.map { $0.summary(of: book) }
        return JSONObject([.init("as_of", .string(instant.rfc3339)), .init("agreements", .array(shown))])
    }

    /// Every revision of one agreement.
    ///
    /// - Throws: for an agreement that is not the viewer's and for one that does not exist, the same refusal.
    package func agreement(_ id: AgreementID, for viewer: Viewer, at now: Instant) throws(Refusal) -> JSONObject {
        let revisions = book.revisions(of: id)
        guard sees(id, viewer), let newest = revisions.last else { throw .unknownAgreement(id) }
        return JSONObject([
            .init("agreement", .string(id.rawValue)), .init("customer", .string(newest.customer.rawValue)),
            .init("in_force", book.agreement(id, at: now).map { .integer(Int64($0.revision)) } ?? .null),
            .init("revisions", .array(revisions.map { $0.json })),
            .init(
                "contacts",
                .array([book.provider.id, newest.customer].compactMap { book.party($0)?.json(for: viewer) })),
        ])
    }

    /// Whose is what under one agreement.
    package func matrix(
        of id: AgreementID, for viewer: Viewer, at instant: Instant
    ) throws(Refusal) -> JSONObject {
        guard sees(id, viewer) else { throw .unknownAgreement(id) }
        guard let matrix = book.matrix(of: id, at: instant) else {
            guard !book.revisions(of: id).isEmpty else { throw .unknownAgreement(id) }
            throw Refusal(
                .invalidFields, "no revision of \(id) is in force then",
                fields: [.init("at", "no revision of \(id) is in force at \(instant.rfc3339); choose another time")])
        }
        let revision = matrix.agreement
        return JSONObject([
            .init("agreement", .string(revision.id.rawValue)), .init("revision", .integer(Int64(revision.revision))),
            .init("customer", .string(revision.customer.rawValue)), .init("as_of", .string(instant.rfc3339)),
            .init("models", .strings(revision.models.map(\.reference))),
            .init("lines", .array(matrix.lines.map { $0.json })),
        ])
    }

    /// Who is told in which role: of the provider, and of the viewer or, for the provider, of everybody. A customer
    /// learns which desk of the provider answers, and not on what channels it is called.
    package func contacts(for viewer: Viewer) -> JSONObject {
        let customers = book.customers.filter { viewer.seesEverything || $0.id == viewer.party }
        return JSONObject([.init("parties", .array(([book.provider] + customers).map { $0.json(for: viewer) }))])
    }

    private func sees(_ id: AgreementID, _ viewer: Viewer) -> Bool {
        viewer.seesEverything || book.agreementIDs(of: viewer.party).contains(id)
    }
}

extension Refusal {
    static func unknownAgreement(_ id: AgreementID) -> Refusal {
        Refusal(.unknownAgreement, "there is no agreement \(id) among yours; list them with GET /v1/agreements")
    }
}

extension AgreementRevision {
    fileprivate func summary(of book: ResponsibilityBook) -> JSON {
        [
            "agreement": .string(id.rawValue), "revision": .integer(Int64(revision)),
            "customer": .string(customer.rawValue), "name": .text(book.party(customer)?.name),
            "from": .string(from.rfc3339), "to": .text(to?.rfc3339), "models": .strings(models.map(\.reference)),
            "services": .array(services.map { ["id": .string($0.id.rawValue), "kind": .string($0.kind)] }),
        ]
    }

    fileprivate var json: JSON {
        [
            "revision": .integer(Int64(revision)), "from": .string(from.rfc3339), "to": .text(to?.rfc3339),
            "models": .strings(models.map(\.reference)), "calendar": .text(calendar?.id.text),
            "immediately": immediately.json, "response": response.json,
            "breach_notice": .string(breachNotice.iso8601), "retention": .string(retention.iso8601),
            "tell_from": .string(crossNotifyFloor.rawValue),
            "regimes": .strings(regimes.map(\.rawValue).sorted()),
            "designated_channel": .object(
                JSONObject(
                    Side.allCases.map { .init($0.rawValue, .text(designatedChannels[$0]?.rawValue)) })),
            "overrides": .array(overrides.map { $0.json }), "services": .array(services.map { $0.json }),
        ]
    }
}

extension SeverityTable {
    fileprivate var json: JSON {
        let members = Severity.allCases.reversed().compactMap { severity in
            self[severity].map { JSONObject.Member(severity.rawValue, .string($0.text)) }
        }
        return .object(JSONObject(members))
    }
}

extension ResponsibilityRule {
    fileprivate var json: JSON {
        let about: String =
            switch selector {
            case .duty(let duty): "duty \(duty)"
            case .layer(let layer): "layer \(layer.rawValue)"
            case .category(let category): "category \(category.rawValue)"
            case .anything: "anything"
            }
        return [
            "rule": .string(id.rawValue), "about": .string(about), "when": .strings(when.inWords),
            "owner": .string(owner.rawValue), "performed_by": .text(performedBy), "split": .text(parts),
            "gap": .text(gap), "source": .string(source), "confidence": .string(confidence.rawValue),
            "priority": .integer(Int64(priority)),
        ]
    }
}

extension Service {
    fileprivate var json: JSON {
        [
            "id": .string(id.rawValue), "type": .string(type), "managed": .bool(managed),
            "managed_scope": .strings(managedScope.sorted()), "addons": .strings(addons.sorted()),
            "lifecycle": .string(lifecycle.rawValue), "ended_at": .text(endedAt?.rfc3339),
            "tls_terminator": .string(tlsTerminator.rawValue), "backup_schedule": .text(backupSchedule.text),
            "hosts": .strings(hosts.map(\.rawValue)),
            "assets": .array(assets.map { $0.json }),
        ]
    }
}

extension BackupSchedule {
    /// As the configuration writes it; nil where the agreement does not say.
    fileprivate var text: String? {
        switch self {
        case .unstated: nil
        case .none: "none"
        case .every(let interval): interval.iso8601
        }
    }
}

extension BackupSchedule {
    /// `every 1 d`.
    fileprivate var inWords: String {
        switch self {
        case .unstated: "not stated in the agreement"
        case .none: "none"
        case .every(let interval): "every \(interval.inWords)"
        }
    }
}

extension Asset {
    fileprivate var json: JSON {
        [
            "id": .string(id.rawValue),
            "names": .strings(hostnames + domains.map { "*.\($0)" } + addresses + externalIDs + labels),
            "at_client_site": .bool(atClientSite),
        ]
    }
}

extension AgreementMatrix.Line {
    /// In the order that auditors want: what, who, how it is split, where it comes from.
    fileprivate var json: JSON {
        [
            "service": .string(service.rawValue), "layer": .string(layer.rawValue), "duty": .text(duty?.rawValue),
            "title": .string(title), "owner": .string(ruling.owner.rawValue),
            "party": .text(ruling.ownerParty?.rawValue),
            "lead": .text(ruling.lead?.rawValue), "performed_by": .text(ruling.performedBy),
            "on_request": .bool(ruling.onRequest), "until": .text(ruling.until?.rfc3339),
            "split": .text(ruling.parts), "schedule": .text(schedule?.inWords), "gap": .text(ruling.gap),
            "source": .string(ruling.source),
            "confidence": .string(ruling.confidence.rawValue), "rule": .string(ruling.rule.rawValue),
            "published": .strings(rows),
        ]
    }
}

extension Party {
    /// Each role and who answers it, in the order of the roles' list.
    fileprivate func json(for viewer: Viewer) -> JSON {
        let showsChannels = viewer.seesEverything || viewer.party == id
        let roles = ContactRole.allCases.compactMap { role -> JSON? in
            guard let desk = desk(for: role) else { return nil }
            return [
                "role": .string(role.rawValue), "answered_by": .string(desk.role.rawValue),
                "channels": showsChannels ? .strings(desk.channels.map(\.rawValue)) : .null,
                "policy": showsChannels ? .text((escalations[role] ?? escalations[desk.role])?.rawValue) : .null,
            ]
        }
        return [
            "party": .string(id.rawValue), "name": .string(name), "side": .string(side.rawValue),
            "zone": .text(zone?.name.text), "roles": .array(roles),
        ]
    }
}
