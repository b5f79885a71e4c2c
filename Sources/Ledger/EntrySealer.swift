import Hashing
import StrictJSON
import Transparency

/// Why a draft cannot become an entry. These are faults of what was put into the draft; the same draft fails again.
package enum EntrySealError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The envelope has more bytes than an entry may have.
    case tooLarge(bytes: Int, max: Int)
    /// A field or part uses a name that belongs to the envelope or to RFC 9901.
    case reservedField(String)
    /// Two parts, or a part and a field, have the same name.
    case duplicateName(String)
    /// One part is larger than a part may be.
    case partTooLarge(name: String, bytes: Int, max: Int)
    /// The ledger's name breaks the rule of `LedgerName`.
    case invalidLedgerName(String)

    /// A stable code for logs and answers.
    package var code: String {
        switch self {
        case .tooLarge: "entry_too_large"
        case .reservedField: "entry_reserved_field"
        case .duplicateName: "entry_duplicate_name"
        case .partTooLarge: "entry_part_too_large"
        case .invalidLedgerName: "entry_invalid_ledger_name"
        }
    }

    package var description: String {
        switch self {
        case .tooLarge(let bytes, let max):
            "the entry has \(bytes) bytes, \(max) are allowed; move free text into parts or shorten its fields"
        case .reservedField(let name): "\"\(name)\" is reserved in an entry; choose another name"
        case .duplicateName(let name): "\"\(name)\" is used twice in the entry; names of fields and parts must differ"
        case .partTooLarge(let name, let bytes, let max):
            "the part \"\(name)\" has \(bytes) bytes sealed, \(max) are allowed; shorten it"
        case .invalidLedgerName(let name):
            "\"\(name)\" cannot name a ledger; use 1 to 64 of A-Z a-z 0-9 . _ -"
        }
    }
}

/// Turns drafts into entries. Pure: the same draft and the same random bytes give the same entry.
package enum EntrySealer {
    /// Bytes of randomness in an entry's id; 22 characters written.
    static let idBytes = 16
    /// Bytes of randomness that hide a part. RFC 9901 section 9.3 recommends 128 bits or more.
    static let saltBytes = 32

    /// Names with a meaning of their own: the envelope's, and those of RFC 9901.
    static let reservedNames: Set<String> = ["v", "type", "id", "ts", "incident", "closes", "_sd_alg", "_sd", "..."]

    /// Seals a draft. Takes 16 bytes from the source for the id, then 32 for each part in order.
    ///
    /// - Throws: `EntrySealError` when the draft breaks a limit or uses a name that is taken.
    package static func seal(
        _ draft: EntryDraft, using salts: inout some SaltSource
    ) throws(EntrySealError) -> SealedEntry {
        try checkNames(draft)
        let id = Base64.encode(salts.next(count: idBytes), as: .url)
        var parts: [SealedPart] = []
        for part in draft.parts { parts.append(try seal(part, salt: salts.next(count: saltBytes))) }
        let bytes = envelope(draft, id: id, digests: parts.map(\.digest)).bytes
        guard bytes.count <= LedgerLimits.entryBytesMax else {
            throw .tooLarge(bytes: bytes.count, max: LedgerLimits.entryBytesMax)
        }
        return SealedEntry(
            ledger: draft.ledger, type: draft.type, timestamp: draft.timestamp, incident: draft.incident,
            closesIncident: draft.closesIncident, bytes: bytes, leaf: TreeHash.leaf(bytes), parts: parts)
    }

    private static func checkNames(_ draft: EntryDraft) throws(EntrySealError) {
        guard LedgerName.isValid(draft.ledger) else { throw .invalidLedgerName(draft.ledger) }
        // Some dozen names at most: comparing them is cheaper than hashing them. An object's own names are unique.
        for member in draft.fields.members where reservedNames.contains(member.name) {
            throw .reservedField(member.name)
        }
        for (position, part) in draft.parts.enumerated() {
            if reservedNames.contains(part.name) { throw .reservedField(part.name) }
            let isTaken =
                draft.fields[part.name] != nil || draft.parts[..<position].contains { $0.name == part.name }
            if isTaken { throw .duplicateName(part.name) }
        }
    }

    private static func seal(_ part: EntryPart, salt: [UInt8]) throws(EntrySealError) -> SealedPart {
        let disclosure = Disclosure(part: part, salt: salt)
        let bytes = disclosure.text.utf8.count
        guard bytes <= LedgerLimits.disclosureBytesMax else {
            throw .partTooLarge(name: part.name, bytes: bytes, max: LedgerLimits.disclosureBytesMax)
        }
        return SealedPart(digest: disclosure.digest, disclosure: disclosure.text)
    }

    /// The envelope in its fixed order. Sorted digests hide which part came first.
    private static func envelope(_ draft: EntryDraft, id: String, digests: [String]) -> JSON {
        var members: [JSONObject.Member] = [
            .init("v", 1), .init("type", .string(draft.type)), .init("id", .string(id)),
            .init("ts", .string(draft.timestamp)),
        ]
        if let incident = draft.incident { members.append(.init("incident", .string(incident))) }
        if draft.closesIncident { members.append(.init("closes", true)) }
        members += draft.fields.members
        if !digests.isEmpty {
            members.append(.init("_sd_alg", "sha-256"))
            members.append(.init("_sd", .strings(digests.sorted())))
        }
        return .object(JSONObject(members))
    }
}
