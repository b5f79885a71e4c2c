package import CivilTime
package import Responsibility
package import StrictJSON

/// A ruling that several incidents may share.
final class SharedRuling: Sendable {
    let ruling: Ruling

    init(_ ruling: Ruling) { self.ruling = ruling }
}

/// The latest rulings, so that incidents with equal ones share it: in a storm most are equal. Direct-mapped: an equal one that was
/// pushed out is kept twice, which costs memory and nothing else.
struct RulingPool: Sendable {
    private var slots: [SharedRuling?] = Array(repeating: nil, count: 4096)

    mutating func shared(_ ruling: Ruling) -> SharedRuling {
        let mark = ContentMark([ruling.sentence, ruling.asset?.rawValue])
        let slot = Int(mark.value % UInt64(slots.count))
        if let known = slots[slot], known.ruling == ruling { return known }
        let shared = SharedRuling(ruling)
        slots[slot] = shared
        return shared
    }
}

/// What most incidents do not have, kept out of their way: an incident without any of it carries one reference.
struct Seldom: Sendable {
    struct Content: Sendable {
        var classifications: [(word: String, at: Instant)] = []
        var windowStart: Instant?
        var facts: [(start: JointCareRule.Start, at: Instant)] = []
        var idempotencyKeys: [String: (report: ReportID?, content: UInt64)] = [:]
        /// How many of them are of each party.
        var keyCounts: [PartyID: Int] = [:]
        var takers: [(party: PartyID, by: String, at: Instant)] = []
        var commentCount = 0
        var reopenings = 0
        var turns: [Instant] = []
        var turnCount = 0
        var severityChanges = 0
        var wholeTurns: Int? = 0
        var wholeSeverityChanges: Int? = 0
        var labels: JSONObject?
        var changeCount = 0
        var pastTenures: [Tenure] = []
        var ownedSince: Instant?
        /// When how bad it is changed last.
        var severitySince: Instant?
        /// Who ended it, where its parts may have to be ended later.
        var endedBy: String?
        var ownedBecause = Tenure.Cause.ruling
        var proposal: Proposal?
        var parts: [Incident.Part] = []
        var heldDesks: [Desk] = []
        var goesOn = false
        /// When that was said last.
        var movedAt: Instant?
        var component: String?
    }

    /// None or one.
    private var contents: [Content] = []

    var content: Content? { contents.first }

    mutating func change(_ change: (inout Content) -> Void) {
        if contents.isEmpty { contents = [Content()] }
        change(&contents[0])
    }
}

extension Incident {
    /// What it was classified as, for example `major`, and when; in order.
    package var classifications: [(word: String, at: Instant)] { seldom.content?.classifications ?? [] }
    /// When planned work begins, as the first report that says so.
    package var windowStart: Instant? { seldom.content?.windowStart }
    /// What else happened that clocks may start from, as people recorded it.
    var facts: [(start: JointCareRule.Start, at: Instant)] { seldom.content?.facts ?? [] }
    /// What requests under a key did, so that a repeated one does nothing.
    var idempotencyKeys: [String: (report: ReportID?, content: UInt64)] { seldom.content?.idempotencyKeys ?? [:] }
    /// How many keys of a party it remembers.
    func keyCount(of party: PartyID) -> Int { seldom.content?.keyCounts[party] ?? 0 }
    /// Who looks after it by name, at most one a party.
    package var takers: [(party: PartyID, by: String, at: Instant)] { seldom.content?.takers ?? [] }
    package var commentCount: Int { seldom.content?.commentCount ?? 0 }
    package var reopenings: Int { seldom.content?.reopenings ?? 0 }
    /// When it ended or began again, the latest few.
    var turns: [Instant] { seldom.content?.turns ?? [] }
    /// How often it ended or began again.
    package var turnCount: Int { seldom.content?.turnCount ?? 0 }
    /// How often its severity changed.
    package var severityChanges: Int { seldom.content?.severityChanges ?? 0 }
    /// Of a part: how often the whole had ended or begun again when the part did so last, or was opened. Nil: not on record.
    package var wholeTurns: Int? {
        guard let content = seldom.content else { return 0 }
        return content.wholeTurns
    }
    /// Of a part: how often the whole's severity had changed when that of the part did so last. Nil: not on record.
    package var wholeSeverityChanges: Int? {
        guard let content = seldom.content else { return 0 }
        return content.wholeSeverityChanges
    }
    /// The labels of the first report.
    package var labels: JSONObject? { seldom.content?.labels }
    /// How often people changed what it is.
    var changeCount: Int { seldom.content?.changeCount ?? 0 }
    var pastTenures: [Tenure] { seldom.content?.pastTenures ?? [] }
    /// Since when it is as bad as it is.
    var severitySince: Instant { seldom.content?.severitySince ?? openedAt }
    /// Who ended it last, by name; nil where it has no parts.
    var endedBy: String? { seldom.content?.endedBy }
    var ownedSince: Instant? { seldom.content?.ownedSince }
    var ownedBecause: Tenure.Cause { seldom.content?.ownedBecause ?? .ruling }
    /// What is proposed about its owner and not answered.
    package var proposal: Proposal? { seldom.content?.proposal }
    /// Of an incident in `house`: its parts in the agreements, in the order in which they were linked.
    package var parts: [Part] { seldom.content?.parts ?? [] }
    /// The component that was named, or found out.
    var component: String? { seldom.content?.component }
    /// It goes on as its part, and clocks that wait for its end wait for that one's.
    var goesOn: Bool { seldom.content?.goesOn ?? false }
    /// Whether its last end was that it goes on as its part.
    var endedByMoving: Bool { resolvedAt != nil && seldom.content?.movedAt == resolvedAt }
    /// Desks to which everything was held so far.
    var heldDesks: [Desk] { seldom.content?.heldDesks ?? [] }

    /// When the last notice for a party was queued.
    func toldAt(_ party: PartyID) -> Instant? { party == customer ? customerToldAt : providerToldAt }

    /// Whether a desk was really told of the problem, or is on the way to be.
    func wasTold(_ desk: Desk) -> Bool { desksTold.contains(desk) && !heldDesks.contains(desk) }
}

extension Incident {
    /// Remembers what a party asked under a key.
    ///
    /// - Parameters:
    ///   - report: The report that it became; nil where it became none.
    ///   - content: A mark of what was asked.
    mutating func remember(_ key: String, of party: PartyID, report: ReportID?, content: UInt64) {
        let reference = IdempotencyReference(party: party, key: key).text
        seldom.change {
            guard $0.idempotencyKeys.updateValue((report, content), forKey: reference) == nil else { return }
            $0.keyCounts[party, default: 0] += 1
        }
    }

    /// Lets go of what is over: what is still to be decided does not depend on it, and the ledger has it.
    ///
    /// - Returns: The notices that were let go.
    mutating func forgetWhatIsOver() -> [Notice] {
        guard !keepsAll else { return [] }
        let forgettable = obligations.filter { isForgettable($0) }
        if !forgettable.isEmpty {
            settled += forgettable.map { Errand($0) }
            let ids = Set(forgettable.map(\.id))
            // A new array: an emptied one keeps its room.
            obligations = obligations.filter { !ids.contains($0.id) }
        }
        guard notices.contains(where: \.isOver) else { return [] }
        let over = notices.filter(\.isOver)
        notices = notices.filter { !$0.isOver }
        return over
    }

    /// Whether nothing can become of it any more, and nothing waits for it. What a party owes is kept: people act on it.
    private func isForgettable(_ obligation: Obligation) -> Bool {
        guard obligation.owed == nil, !obligation.state.isLive, obligation.state != .overdue,
            obligation.terms.updateEvery == nil,
            !notices.contains(where: { $0.isToCome && $0.obligations.contains(obligation.id) })
        else { return false }
        return !obligations.contains { $0.rule == obligation.rule && $0.hasOpenClock }
    }
}
