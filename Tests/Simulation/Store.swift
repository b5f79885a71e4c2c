import CivilTime
import Coordination
import OnCall
import Responsibility
import StrictJSON

/// The ledgers on a disk. An entry goes in as the bytes of its written form, and comes back out of those bytes and nothing else, so
/// that what the encoding loses is lost here, too. A commit is one transaction: all of it is there after a crash, or none.
struct Store {
    private(set) var entries: [Stored] = []
    private(set) var reports: Set<ReportID> = []
    /// Every attempt that is on record as started, by delivery.
    private(set) var intents: [DeliveryID: Intent] = [:]
    private(set) var bodies: [NoticeID: String] = [:]
    /// The time of the newest entry.
    private(set) var newest: Instant?
    /// FNV-1a over all bytes, to compare two runs by.
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

    /// What people did, by who did it about what.
    private(set) var deeds: Set<Deed> = []
    /// Silences and overrides that were made.
    private(set) var made: Set<String> = []

    /// Where the entries of each matter are.
    private var places: [Matter: [Int]] = [:]
    /// The incidents in the order of their first entry.
    private(set) var incidents: [IncidentID] = []
    /// The matters whose last entry does not close them, in the order of their first.
    private var open: [Matter] = []
    private var lastSettings: Int?
    private var known: [RecordedEntry?] = []

    /// One entry as it lies on a ledger.
    struct Stored {
        let recorded: RecordedEntry
        let bytes: [UInt8]
    }

    /// What the last attempt on record says.
    struct Intent {
        let notice: NoticeID
        let incident: IncidentID?
        let channel: ChannelID
        var attempt: Int
    }

    mutating func commit(_ batch: [Stored]) {
        for stored in batch {
            entries.append(stored)
            for byte in stored.bytes { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            known.append(nil)
            newest = max(newest ?? stored.recorded.at, stored.recorded.at)
            index(stored.recorded)
        }
    }

    private mutating func index(_ recorded: RecordedEntry) {
        if let matter = recorded.matter {
            if places[matter] == nil {
                open.append(matter)
                if let incident = recorded.incident { incidents.append(incident) }
            }
            places[matter, default: []].append(entries.count - 1)
            if recorded.closesMatter { open.removeAll { $0 == matter } }
        } else if case .settingsLoaded = recorded.entry {
            lastSettings = entries.count - 1
        }
        if let deed = Deed(recorded) { deeds.insert(deed) }
        switch recorded.entry {
        case .silenceCreated(let created): made.insert(created.silence.id.rawValue)
        case .overrideCreated(let created): made.insert(created.override.id.text)
        case .reportAccepted(let accepted): reports.insert(accepted.id)
        case .reportTested(let tested): reports.insert(tested.report)
        case .noticeQueued(let queued): bodies[queued.id] = queued.body
        case .attemptStarted(let started):
            intents[started.delivery] = Intent(
                notice: started.notice, incident: recorded.incident, channel: started.channel,
                attempt: started.attempt)
        default: break
        }
    }

    /// What start-up reads: the last settings on record, and the entries of the matters that are not closed, one after another.
    ///
    /// - Throws: `EntryReadError`, or `JSONError`.
    mutating func fold(into state: inout State, _ saboteur: Saboteur) throws {
        if let lastSettings { state.evolve(try readBack(lastSettings)) }
        for matter in open where !saboteur.forgets(matter) {
            for place in places[matter] ?? [] {
                if let recorded = saboteur.replayed(try readBack(place)) { state.evolve(recorded) }
            }
        }
    }

    /// What was told to whom, and when, in an order that does not depend on who came first at one time.
    var told: [String] {
        entries.compactMap { stored in
            guard case .noticeQueued(let queued) = stored.recorded.entry else { return nil }
            return "\(stored.recorded.at) \(queued.desk) \(queued.kind.rawValue)"
        }.sorted()
    }

    /// All entries of an incident.
    func history(of incident: IncidentID) -> [RecordedEntry] {
        (places[.incident(incident)] ?? []).map { entries[$0].recorded }
    }

    /// The entry at a place as its bytes have it. Bytes do not change, so they are read once.
    private mutating func readBack(_ place: Int) throws -> RecordedEntry {
        if let known = known[place] { return known }
        let recorded = try Self.read(entries[place].bytes)
        known[place] = recorded
        return recorded
    }
}

// Between facts and bytes.
extension Store {
    /// The canonical bytes of an entry; parts by name, as they come back from a store of their own.
    static func bytes(of recorded: RecordedEntry) -> [UInt8] {
        let form = recorded.entry.form
        var envelope = JSONObject()
        envelope.set("type", .string(form.type))
        envelope.set("ts", .string(recorded.at.rfc3339))
        envelope.set("ledger", .string(recorded.ledger.rawValue))
        envelope.set("matter", ifPresent: recorded.matter.map { .string($0.text) })
        envelope.set("fields", .object(form.fields))
        if !form.parts.isEmpty {
            let parts = form.parts.sorted { $0.name < $1.name }
            envelope.set("parts", .object(JSONObject(parts.map { JSONObject.Member($0.name, $0.value) })))
        }
        return JSON.object(envelope).bytes
    }

    /// Reads an entry back.
    static func read(_ bytes: [UInt8]) throws -> RecordedEntry {
        let envelope = try JSON(parsing: bytes, limits: .ledger)
        guard let type = envelope["type"]?.string, let at = envelope["ts"]?.string.flatMap({ Instant(rfc3339: $0) }),
            let ledger = envelope["ledger"]?.string
        else { throw EntryReadError(type: "?", field: "envelope", problem: "not an entry") }
        let parts = envelope["parts"]?.object?.members ?? []
        let form = EntryForm(
            type: type, fields: envelope["fields"]?.object ?? JSONObject(),
            parts: Dictionary(parts.map { ($0.name, $0.value) }) { first, _ in first })
        return RecordedEntry(
            ledger: LedgerID(ledger), matter: envelope["matter"]?.string.map { Matter($0) }, at: at,
            entry: try Entry(reading: form))
    }
}
