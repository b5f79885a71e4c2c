package import StrictJSON

/// One personal or free-text part of an entry. It is stored apart from the entry and can be erased.
package struct EntryPart: Sendable, Hashable {
    /// What the part is, for example `text` or `reporter`. Unique in the entry, parts and fields together.
    package let name: String
    package let value: JSON

    package init(name: String, value: JSON) {
        self.name = name
        self.value = value
    }
}

/// An entry before it is sealed.
package struct EntryDraft: Sendable, Hashable {
    /// `house` or the agreement's id: 1 to 64 of `A-Z a-z 0-9 . _ -`.
    package let ledger: String
    /// What happened, for example `report.accepted`.
    package let type: String
    /// When, in RFC 3339.
    package let timestamp: String
    /// The incident the entry is about. Nil: not about an incident.
    package let incident: String?
    /// After this entry the incident is settled, and start-up need not fold it. A later entry of the same incident
    /// without this mark opens it again. Without an incident it must be false.
    package let closesIncident: Bool
    /// The members of the envelope after `v`, `type`, `id`, `ts` and `incident`. Permanent: nothing personal belongs
    /// here.
    package let fields: JSONObject
    /// What can be erased later.
    package let parts: [EntryPart]

    package init(
        ledger: String, type: String, timestamp: String, incident: String? = nil, closesIncident: Bool = false,
        fields: JSONObject = JSONObject(), parts: [EntryPart] = []
    ) {
        precondition(incident != nil || !closesIncident, "only an entry about an incident can close one")
        self.ledger = ledger
        self.type = type
        self.timestamp = timestamp
        self.incident = incident
        self.closesIncident = closesIncident
        self.fields = fields
        self.parts = parts
    }
}

/// The rule for names of ledgers. They appear in paths and origins, so they are plain.
package enum LedgerName {
    /// The ledger for what concerns no single customer.
    package static let house = "house"

    /// Whether the text is 1 to 64 of `A-Z a-z 0-9 . _ -`.
    package static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...LedgerLimits.ledgerNameLengthMax).contains(bytes.count) else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
