package import CivilTime
package import Responsibility

/// What came of one command: the entries to make durable, and what may leave the process after that.
package struct Turn: Sendable {
    /// An attempt to send, released when the entries of the turn are durable.
    package struct Send: Hashable, Sendable {
        package let delivery: DeliveryID
        package let attempt: Int
        package let channel: ChannelID
        package let body: String
    }

    package let now: Instant
    package internal(set) var entries: [RecordedEntry] = []
    package internal(set) var sends: [Send] = []
    /// Parts of problems in `house` that were opened, told or ended in it; `limits.partsPerTurnMax` of them are enough.
    var partsTold = 0
    /// Which of the entries is the receipt whose place on the ledger the answer names.
    package internal(set) var receiptEntry: Int?

    package init(at now: Instant) {
        self.now = now
        entries.reserveCapacity(8)
    }

    /// The desks for which notices about an incident were queued since the turn had so many entries.
    func told(about id: IncidentID, since count: Int) -> [ReportAnswer.Told] {
        var told: [ReportAnswer.Told] = []
        for index in entries.indices.dropFirst(count) where entries[index].incident == id {
            guard case .noticeQueued(let queued) = entries[index].entry else { continue }
            told.append(ReportAnswer.Told(desk: queued.desk, rules: queued.rules, due: queued.due))
        }
        return told
    }
}

extension State {
    /// The only way from a decision into the state: the entry is applied at once and becomes part of the turn.
    mutating func record(_ entry: Entry, in incident: IncidentID?, on ledger: LedgerID, _ turn: inout Turn) {
        record(entry, about: incident.map { .incident($0) }, on: ledger, &turn)
    }

    /// Records an entry about any matter, or about none.
    mutating func record(_ entry: Entry, about matter: Matter?, on ledger: LedgerID, _ turn: inout Turn) {
        let recorded = RecordedEntry(ledger: ledger, matter: matter, at: turn.now, entry: entry)
        evolve(recorded)
        if !unlaidSchedules.isEmpty { layOverrides() }
        turn.entries.append(recorded)
    }

    /// Records an entry about an incident that is known.
    mutating func record(_ entry: Entry, in id: IncidentID, _ turn: inout Turn) {
        guard let (ledger, root) = incidents.read(id, { ($0.ledger, $0.root) }) else {
            preconditionFailure("entry about incident \(id), which is not known")
        }
        let whole = root.flatMap { incidents.read($0) { ($0.turnCount, $0.severityChanges) } }
        let entry = whole.map { entry.asOf(turns: $0, severityChanges: $1) } ?? entry
        record(entry, in: id, on: ledger, &turn)
    }
}
