package import Hashing
package import StrictJSON
import Transparency

/// An entry as it was read back.
package struct StoredEntry: Sendable, Hashable {
    package let ledger: String
    /// From 0, gapless in each ledger.
    package let index: Int64
    /// The canonical bytes, as hashed.
    package let bytes: [UInt8]
    /// SHA-256(0x00 ‖ bytes).
    package let leaf: Digest256
    /// The envelope's `type`.
    package let type: String
    /// The envelope's `id`: 22 characters, random.
    package let id: String
    /// The envelope's `ts`, RFC 3339.
    package let timestamp: String
    package let incident: String?
    /// The draft's fields: the envelope without `v`, `type`, `id`, `ts`, `incident`, `closes`, `_sd_alg` and `_sd`.
    package let fields: JSONObject
    /// The parts that are there, by name.
    package let parts: [String: JSON]
    /// Digests in the entry whose part is no longer there.
    package let erasedParts: Int
    /// Digests whose stored part does not open them. Anything above zero means the body store is damaged.
    package let damagedParts: Int
}

/// An envelope taken apart.
struct Envelope {
    let type: String
    let id: String
    let timestamp: String
    let incident: String?
    /// After this entry the incident is settled.
    let closesIncident: Bool
    let fields: JSONObject
    /// `_sd`, in the order of the bytes.
    let digests: [String]

    /// Nil unless the bytes are an object with `v` 1, the members that must be there, and sorted digests without
    /// repetition.
    ///
    /// - Parameter checkingForm: also nil unless the bytes are the canonical form, the only one `EntrySealer` writes.
    ///   Bytes
    ///   whose leaf is known need no such check.
    init?(_ bytes: [UInt8], checkingForm: Bool) {
        guard let value = try? JSON(parsing: bytes, limits: .ledger), let object = value.object, object["v"] == 1,
            let type = object["type"]?.string, let id = object["id"]?.string, let timestamp = object["ts"]?.string
        else { return nil }
        if checkingForm, value.bytes != bytes { return nil }
        self.type = type
        self.id = id
        self.timestamp = timestamp
        if let incident = object["incident"] {
            guard let text = incident.string else { return nil }
            self.incident = text
        } else {
            incident = nil
        }
        guard object["closes"] == nil || object["closes"] == true && incident != nil else { return nil }
        closesIncident = object["closes"] != nil
        fields = JSONObject(object.members.filter { !EntrySealer.reservedNames.contains($0.name) })
        guard let digests = Self.digests(in: object) else { return nil }
        self.digests = digests
    }

    private static func digests(in object: JSONObject) -> [String]? {
        guard let list = object["_sd"] else { return object["_sd_alg"] == nil ? [] : nil }
        guard object["_sd_alg"] == "sha-256", let elements = list.array else { return nil }
        let digests = elements.compactMap(\.string)
        guard digests.count == elements.count, !digests.isEmpty, zip(digests, digests.dropFirst()).allSatisfy(<) else {
            return nil
        }
        return digests
    }
}
