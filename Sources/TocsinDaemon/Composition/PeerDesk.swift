import CivilTime
package import Coordination
package import Intake
import Ledger
import Responsibility
import StrictJSON
import Synchronization

/// The desk that the socket asks: hands requests to the coordinator, reads what is over from the archive, and knows how the daemon is.
package final class PeerDesk: RequestHandler {
    /// What a reload needs: answers with the new digest and whether anything changed, or with the problems.
    typealias Reload = @Sendable () async -> Result<PeerAnswer, Refusal>

    private let coordinator: Coordinator
    private let archive: Archive
    private let version: String
    private let provider: PartyID
    private let digest = Mutex("")
    private let phase = Mutex(Readiness.starting)
    private let reload: Reload

    init(
        coordinator: Coordinator, archive: Archive, version: String, provider: PartyID, digest: String,
        reload: @escaping Reload
    ) {
        self.coordinator = coordinator
        self.archive = archive
        self.version = version
        self.provider = provider
        self.reload = reload
        self.digest.withLock { $0 = digest }
    }

    package func readiness() -> Readiness { phase.withLock { $0 } }

    func set(_ readiness: Readiness) { phase.withLock { $0 = readiness } }
    func set(digest: String) { self.digest.withLock { $0 = digest } }

    package func answer(_ request: PeerRequest, from actor: Actor) async -> Result<PeerAnswer, Refusal> {
        do throws(Refusal) {
            switch request {
            case .report, .silence, .previewSilence, .endSilence, .silences, .beat, .heartbeats, .explain,
                .onCall, .previewSchedule, .exportSchedule, .override, .endOverride, .agreements,
                .agreement, .matrix, .contacts:
                return await ask(request, actor)
            case .act(let id, _): return try await act(request, on: id, actor)
            case .incident(let id): return .success(try await show(id, to: Viewer(actor)))
            case .owner(let id, let instant): return .success(try await owner(of: id, at: instant, for: Viewer(actor)))
            case .incidents(let filter): return .success(try await list(filter, for: Viewer(actor)))
            case .status: return .success(status(for: actor))
            case .reload: return await reload()
            }
        } catch {
            return .failure(error)
        }
    }

    private func ask(_ request: PeerRequest, _ actor: Actor) async -> Result<PeerAnswer, Refusal> {
        await withCheckedContinuation { continuation in
            coordinator.submit(request, from: actor, Responder { continuation.resume(returning: $0) })
        }
    }

    /// Acts on an incident. One that is closed is no longer in memory: the ledger tells it apart from one that never was.
    private func act(
        _ request: PeerRequest, on id: IncidentID, _ actor: Actor
    ) async throws(Refusal) -> Result<PeerAnswer, Refusal> {
        let result = await ask(request, actor)
        guard case .failure(let refusal) = result, refusal.code == .unknownIncident else { return result }
        let ledgers = try await ledgers(of: Viewer(actor))
        let folded = Incident(folding: try await archive.entries(of: id, on: ledgers).map(\.entry))
        guard let folded, Viewer(actor).sees(folded) else { return result }
        return .failure(
            Refusal(.incidentClosed, "incident \(id) is over; if it is wrong again, report it anew without `incident`"))
    }

    private func show(_ id: IncidentID, to viewer: Viewer) async throws(Refusal) -> PeerAnswer {
        let inMemory: Incident? = try await look { .look(id, reply: $0) }
        if let inMemory, !viewer.sees(inMemory) { throw .unknownIncident(id) }
        let entries = try await archive.entries(of: id, on: ledgers(of: viewer))
        // In memory is only what is still to be decided by; what is over is on the ledger.
        guard var incident = Incident(folding: entries.map(\.entry)) ?? inMemory, viewer.sees(incident) else {
            throw .unknownIncident(id)
        }
        if let inMemory { incident.count(asIn: inMemory) }
        return PeerAnswer(
            .ok,
            JSONObject([
                .init("incident", .object(incident.json(for: viewer, provider: provider))),
                .init(
                    "timeline",
                    .array(viewer.isGateway ? [] : entries.map { $0.entry.timelineJSON(index: $0.index, for: viewer) })),
            ]))
    }

    private func owner(of id: IncidentID, at instant: Instant, for viewer: Viewer) async throws(Refusal) -> PeerAnswer {
        var incident: Incident? = try await look { .look(id, reply: $0) }
        if incident == nil {
            incident = Incident(folding: try await archive.entries(of: id, on: ledgers(of: viewer)).map(\.entry))
        }
        guard let incident, viewer.sees(incident) else { throw .unknownIncident(id) }
        return PeerAnswer(.ok, try incident.ownerJSON(at: instant))
    }

    private func list(_ filter: IncidentFilter, for viewer: Viewer) async throws(Refusal) -> PeerAnswer {
        var incidents: [Incident] = try await look { .list(filter, viewer, reply: $0) }
        if filter.selection == .closed || filter.selection == .all, incidents.count < filter.limit {
            let own = try await ledgers(of: viewer)
            let ledgers = if let own { own } else { try await archive.ledgers() }
            let closed = try await archive.closedIncidents(on: ledgers, limit: filter.limit) {
                viewer.sees($0) && filter.selects($0)
            }
            let known = Set(incidents.map(\.id))
            incidents += closed.filter { !known.contains($0.id) }
            if filter.inTriage == true { incidents = filter.ordered(incidents) }
        }
        let shown = incidents.prefix(filter.limit).map { JSON.object($0.summaryJSON(for: viewer, provider: provider)) }
        return PeerAnswer(.ok, JSONObject([.init("incidents", .array(Array(shown)))]))
    }

    /// Nil means all.
    private func ledgers(of viewer: Viewer) async throws(Refusal) -> [LedgerID]? {
        try await look { .ledgers(viewer, reply: $0) }
    }

    private func look<Value: Sendable>(
        _ work: (@escaping @Sendable (Value) -> Void) -> Work
    ) async throws(Refusal) -> Value {
        let value: Value? = await withCheckedContinuation { continuation in
            if !coordinator.submitAlways(work { continuation.resume(returning: $0) }) {
                continuation.resume(returning: nil)
            }
        }
        guard let value else { throw Refusal(.unavailable, "the daemon is stopping; try again when it is back") }
        return value
    }

    private func status(for actor: Actor) -> PeerAnswer {
        var body = JSONObject()
        body.set("version", .string(version))
        body.set("settings", .string(digest.withLock { $0 }))
        body.set("party", .string(actor.party.rawValue))
        body.set("role", .string(actor.role.rawValue))
        body.set("state", .string(readiness().rawValue))
        if actor.side == .provider, actor.role != .gateway {
            body.set("open_incidents", .integer(Int64(coordinator.openIncidents)))
        }
        return PeerAnswer(.ok, body)
    }
}
