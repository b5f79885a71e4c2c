package import CivilTime
package import OnCall
package import Responsibility

package enum RequestKind {}
/// A request under a key that is about no incident.
package typealias RequestID = Identifier<RequestKind>

/// What came of a request that no incident remembers.
package enum LoneOutcome: Hashable, Sendable {
    case silence(SilenceID)
    case override(OverrideID)
    /// A report that only tested something.
    case tested(ReportID)
    /// A report of an end, where nothing was to be ended. Only on older ledgers: it is in `VainEnds` now.
    case nothingToResolve

    /// Whether something is there now because it was asked.
    fileprivate var madeSomething: Bool {
        switch self {
        case .silence, .override: true
        case .tested, .nothingToResolve: false
        }
    }
}

/// A request that no incident remembers, and where that is on record.
package struct LoneRequest: Hashable, Sendable {
    package let id: RequestID
    package let ledger: LedgerID
    package let party: PartyID
    package let key: String
    /// A mark of what was asked.
    package let content: UInt64
    package let outcome: LoneOutcome
    /// When it was asked.
    package let at: Instant
}

/// The requests under a key that no incident remembers, so that one that is repeated does nothing again: each as long as its matter on
/// the ledger is not closed.
struct LoneRequests: Sendable {
    private(set) var byID: [RequestID: LoneRequest] = [:]
    private var byReference: [String: RequestID] = [:]
    /// By party, the oldest first: what made something, and what did not, apart, so that neither makes the other forgotten.
    private var order: [Queue: [RequestID]] = [:]

    private struct Queue: Hashable {
        let party: PartyID
        let madeSomething: Bool

        init(_ party: PartyID, _ outcome: LoneOutcome) {
            self.party = party
            madeSomething = outcome.madeSomething
        }
    }

    subscript(_ reference: IdempotencyReference) -> LoneRequest? { byReference[reference.text].flatMap { byID[$0] } }

    mutating func keep(_ request: LoneRequest) {
        byID[request.id] = request
        byReference[IdempotencyReference(party: request.party, key: request.key).text] = request.id
        order[Queue(request.party, request.outcome), default: []].append(request.id)
    }

    mutating func forget(_ id: RequestID) {
        guard let request = byID.removeValue(forKey: id) else { return }
        let reference = IdempotencyReference(party: request.party, key: request.key).text
        if byReference[reference] == id { byReference[reference] = nil }
        // Nearly always the first.
        let queue = Queue(request.party, request.outcome)
        if let index = order[queue]?.firstIndex(of: id) { order[queue]?.remove(at: index) }
    }

    /// The oldest of its kind, which must be forgotten so that one more of a party can be remembered; nil when there is room.
    func excess(of party: PartyID, adding outcome: LoneOutcome, within limits: CoordinationLimits) -> LoneRequest? {
        let queue = Queue(party, outcome)
        let max = queue.madeSomething ? limits.loneRequestsPerPartyMax : limits.testKeysPerPartyMax
        guard let requests = order[queue], requests.count >= max else { return nil }
        return requests.first.flatMap { byID[$0] }
    }
}

/// The keys of reports of an end where nothing was to be ended. They did nothing, monitors send one a minute for ever, and so can
/// outsiders: they are not on record, few of each party are kept, and a restart forgets them.
struct VainEnds: Sendable {
    struct Asked: Sendable {
        /// A mark of what was asked.
        let content: UInt64
        let at: Instant
    }

    private var byReference: [String: Asked] = [:]
    /// By party, the oldest first.
    private var order: [PartyID: [String]] = [:]

    /// What was asked under a key within a time; nil when nothing was, or it is forgotten.
    func asked(under reference: IdempotencyReference, within keptFor: Elapsed, before now: Instant) -> Asked? {
        byReference[reference.text].flatMap { $0.at + keptFor > now ? $0 : nil }
    }

    /// Remembers what nothing is remembered of, and forgets what is too old or too much of the same party.
    mutating func keep(_ asked: Asked, under reference: IdempotencyReference, within limits: CoordinationLimits) {
        var own = order[reference.party] ?? []
        let kept = own.suffix(limits.vainEndsPerPartyMax - 1).drop { text in
            byReference[text].map { $0.at + limits.keysKeptFor <= asked.at } ?? true
        }
        for text in own.prefix(own.count - kept.count) { byReference[text] = nil }
        own = kept + [reference.text]
        order[reference.party] = own
        byReference[reference.text] = asked
    }

    /// How many are kept of a party.
    func count(of party: PartyID) -> Int { order[party]?.count ?? 0 }
}
