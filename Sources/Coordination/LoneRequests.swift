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
    /// A report of an end, where nothing was to be ended.
    case nothingToResolve
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
    /// By party, the oldest first.
    private var order: [PartyID: [RequestID]] = [:]

    subscript(_ reference: IdempotencyReference) -> LoneRequest? { byReference[reference.text].flatMap { byID[$0] } }

    mutating func keep(_ request: LoneRequest) {
        byID[request.id] = request
        byReference[IdempotencyReference(party: request.party, key: request.key).text] = request.id
        order[request.party, default: []].append(request.id)
    }

    mutating func forget(_ id: RequestID) {
        guard let request = byID.removeValue(forKey: id) else { return }
        let reference = IdempotencyReference(party: request.party, key: request.key).text
        if byReference[reference] == id { byReference[reference] = nil }
        // Nearly always the first.
        if let index = order[request.party]?.firstIndex(of: id) { order[request.party]?.remove(at: index) }
    }

    /// The oldest of a party, where it has so many.
    func oldest(of party: PartyID, beyond count: Int) -> LoneRequest? {
        guard let requests = order[party], requests.count > count else { return nil }
        return requests.first.flatMap { byID[$0] }
    }
}
