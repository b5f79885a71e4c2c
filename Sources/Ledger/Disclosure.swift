import Hashing
import StrictJSON

/// The RFC 9901 form of one part: base64url of `[salt, name, value]`, and the digest that stands for it in the entry.
struct Disclosure: Hashable {
    /// base64url of the JSON array. This text is what is hashed.
    let text: String
    let name: String
    let value: JSON

    /// Makes the disclosure of a part with a fresh salt (RFC 9901 section 4.2.1).
    init(part: EntryPart, salt: [UInt8]) {
        name = part.name
        value = part.value
        let array = JSON.array([.string(Base64.encode(salt, as: .url)), .string(part.name), part.value])
        text = Base64.encode(array.bytes, as: .url)
    }

    /// Opens a stored disclosure. Nil unless it hashes to the digest and holds a salt, a name and a value.
    init?(text: String, digest: String) {
        guard Self.digest(of: text) == digest, let bytes = Base64.decode(text, as: .url),
            let elements = (try? JSON(parsing: bytes, limits: .ledger))?.array, elements.count == 3,
            elements[0].string != nil, let name = elements[1].string
        else { return nil }
        self.text = text
        self.name = name
        value = elements[2]
    }

    /// What stands in the entry's `_sd`: base64url(SHA-256(ascii text)).
    var digest: String { Self.digest(of: text) }

    static func digest(of text: String) -> String { Base64.encode(Hash.sha256(Array(text.utf8)).bytes, as: .url) }
}
