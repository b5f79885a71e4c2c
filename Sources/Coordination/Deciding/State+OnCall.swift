import CivilTime
package import OnCall
import Responsibility
import StrictJSON

// Who is on call: the configured schedules with the overrides that people made.
extension State {
    /// The schedules as they stand.
    package var rotas: [ScheduleID: Rota] {
        var rotas = arrangements.rotas.merging(overridden) { _, changed in changed }
        for id in unlaidSchedules { rotas[id] = laid(id) }
        return rotas
    }

    func rota(_ id: ScheduleID) -> Rota? {
        unlaidSchedules.contains(id) ? laid(id) : overridden[id] ?? arrangements.rotas[id]
    }

    /// Who is on call by a schedule of a party; empty when nobody is, or there is no such schedule.
    func onCall(_ schedule: String, of party: PartyID, at instant: Instant) -> [PersonOnCall] {
        guard let rota = rota(ScheduleID(schedule)), rota.party == party else { return [] }
        return rota.onCall(at: instant)
    }

    /// Lays the overrides that people made over those configured schedules of which they changed: each such schedule is made anew
    /// once, however many of its overrides did.
    mutating func layOverrides() {
        for id in unlaidSchedules { overridden[id] = overridesBySchedule[id]?.isEmpty ?? true ? nil : laid(id) }
        unlaidSchedules = []
    }

    /// The same for all, because the configured schedules may be others.
    mutating func layAllOverrides() {
        overridden = [:]
        unlaidSchedules = Set(overridesBySchedule.keys)
        layOverrides()
    }

    /// A configured schedule with what people made of it. An override that no longer fits, because the schedule changed under it, is
    /// left out; it stays on record, and keeps no other out. n log n in the overrides of the schedule.
    private func laid(_ id: ScheduleID, without excluded: OverrideID? = nil) -> Rota? {
        let own = overridesBySchedule[id]?.filter { $0 != excluded }.compactMap { overrides[$0]?.override } ?? []
        return arrangements.rotas[id]?.laying(own)
    }

    /// Changes who is on call for a while.
    package mutating func override(
        _ request: OverrideRequest, from actor: Actor, entropy: inout Entropy, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        let (key, mark) = (request.idempotencyKey, request.contentMark)
        if case .override(let id)? = try outcome(under: key, content: mark, for: actor, at: turn.now) {
            return PeerAnswer(.ok, overrideBody(id))
        }
        guard let rota = rota(request.schedule), rota.party == actor.party else {
            throw .unknownSchedule(request.schedule)
        }
        try check(request.change, in: rota)
        let id = OverrideID(entropy.identifier(Matter.overridePrefix, at: turn.now, of: IncidentKind.self).rawValue)
        let start = try instant(request.start, of: "from", in: rota.schedule.zone)
        let end = try instant(request.end, of: "to", in: rota.schedule.zone)
        let override: Override
        do throws(ScheduleError) {
            override = try Override(
                id: id, start: start, end: end, change: request.change,
                madeBy: PersonID(actor.name), reason: request.reason)
            if let objection = rota.objection(to: override) { throw objection }
        } catch {
            throw Refusal(
                .invalidFields, "the override cannot be made",
                fields: [.init(error.field, "\(error)")])
        }
        guard override.end > turn.now else {
            throw Refusal(
                .invalidFields, "the override is over already",
                fields: [.init("to", "later than \(turn.now.rfc3339)")])
        }
        turn.receiptEntry = turn.entries.count
        let ledger = ledger(of: actor)
        record(
            .overrideCreated(OverrideCreated(schedule: request.schedule, override: override)), about: .override(id),
            on: ledger, &turn)
        remember(.override(id), under: key, content: mark, from: actor, on: ledger, &entropy, &turn)
        return PeerAnswer(.created, overrideBody(id))
    }

    /// An override as the answer to who asked for it has it. Of one that is over, or whose schedule is gone, only that is known; of
    /// one that another keeps out it is said that it does not hold, and why.
    private func overrideBody(_ id: OverrideID) -> JSONObject {
        guard let standing = overrides[id], let rota = rota(standing.schedule) else {
            return JSONObject([.init("override", .string(id.text)), .init("state", "ended")])
        }
        var body = standing.override.json(in: rota.schedule)
        body.set("on_call_then", .strings(rota.schedule.onCall(at: standing.override.start).map(\.text)))
        if !rota.schedule.holds(id) {
            body.set("state", "not_in_force")
            let why = rota.objection(to: standing.override).map { ": \($0)" } ?? ""
            body.set("warnings", .strings(["it is not in force" + why]))
        } else if let former = laid(standing.schedule, without: id) {
            body.set("warnings", .strings(rota.warnings(of: standing.override, before: former)))
        }
        return body
    }

    /// Only people of the schedule's party who can be reached stand in for one another.
    private func check(_ change: Override.Change, in rota: Rota) throws(Refusal) {
        let (absent, present): ((String, PersonID)?, (String, PersonID)?) =
            switch change {
            case .replace(let absent, let present): (("replace", absent), ("with", present))
            case .add(let person): (nil, ("add", person))
            case .remove(let person): (("remove", person), nil)
            }
        if let (field, person) = absent, rota.channels[person] == nil {
            let known = rota.channels.keys.map(\.text).sorted().joined(separator: ", ")
            throw Refusal(
                .invalidFields, "the party has no such person",
                fields: [.init(field, "unknown \(person.text); accepted: \(known)")])
        }
        if let (field, person) = present, rota.channels[person]?.isEmpty ?? true {
            let known = rota.channels.filter { !$0.value.isEmpty }.keys.map(\.text).sorted().joined(separator: ", ")
            throw Refusal(
                .invalidFields, "nobody could be reached then",
                fields: [.init(field, "\(person.text) has no channel; accepted: \(known)")])
        }
    }

    /// Where a party's own arrangements stand: the provider's in `house`, a customer's on its first agreement's ledger.
    private func ledger(of actor: Actor) -> LedgerID {
        guard actor.side == .customer, let first = arrangements.book.agreementIDs(of: actor.party).first else {
            return .house
        }
        return LedgerID(first.rawValue)
    }

    /// Takes an override back.
    package mutating func endOverride(
        _ id: OverrideID, from actor: Actor, turn: inout Turn
    ) throws(Refusal) -> PeerAnswer {
        guard let standing = overrides[id], rota(standing.schedule)?.party == actor.party else {
            throw Refusal(.unknownOverride, "there is no override \(id.text) of yours that is not over")
        }
        turn.receiptEntry = turn.entries.count
        record(
            .overrideEnded(OverrideEnded(id: id, by: Signature(actor))), about: .override(id), on: standing.ledger,
            &turn)
        return PeerAnswer(.ok, JSONObject([.init("override", .string(id.text)), .init("state", "ended")]))
    }

    mutating func endOverride(_ id: OverrideID, _ turn: inout Turn) {
        guard let standing = overrides[id], standing.override.end <= turn.now else { return }
        record(.overrideEnded(OverrideEnded(id: id, by: nil)), about: .override(id), on: standing.ledger, &turn)
    }
}

extension State {
    /// The instant that a field names; a time on the wall must name exactly one.
    private func instant(
        _ moment: OverrideRequest.Moment, of field: String, in zone: TimeZoneRules
    ) throws(Refusal) -> Instant {
        switch moment {
        case .instant(let instant): return instant
        case .local(let local):
            do throws(LocalTimeError) {
                return try zone.instant(exactly: local)
            } catch {
                throw Refusal(.invalidFields, "the override cannot be made", fields: [.init(field, "\(error)")])
            }
        }
    }
}

extension ScheduleError {
    /// The field of a request that it is about.
    fileprivate var field: String {
        switch self {
        case .overrideEndsBeforeStart, .overrideTooLong: "to"
        case .reasonTooLong: "reason"
        default: "override"
        }
    }
}

extension Refusal {
    static func unknownSchedule(_ id: ScheduleID) -> Refusal {
        Refusal(.unknownSchedule, "there is no schedule \(id.text) among yours; list them with GET /v1/oncall")
    }
}
