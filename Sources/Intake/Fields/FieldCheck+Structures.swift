internal import Hashing
internal import StrictJSON

// Structures.
extension FieldCheck {
    mutating func list(_ value: JSON, max: Int, _ element: FieldRule, at path: String) -> JSON? {
        guard let elements = value.array else {
            refuse(path, source == .form ? "can only be sent as JSON" : "must be an array, not \(value.kind)")
            return nil
        }
        guard elements.count <= max else {
            refuse(path, "must have at most \(max) elements, has \(elements.count)")
            return nil
        }
        let before = problems.count
        let read = elements.enumerated().compactMap { self.read($1, element, at: "\(path)[\($0)]") }
        return problems.count == before ? .array(read) : nil
    }

    mutating func object(_ value: JSON, _ table: [FieldSpec], at path: String) -> JSON? {
        guard let object = value.object else {
            refuse(path, "must be an object with \(table.map(\.name).joined(separator: ", ")), not \(value.kind)")
            return nil
        }
        let before = problems.count
        for name in object.names where !table.contains(where: { $0.name == name }) {
            refuse("\(path).\(Self.shortName(name))", "unknown; accepted: \(table.map(\.name).joined(separator: ", "))")
        }
        let result = fields(object, table, at: path + ".")
        return problems.count == before ? .object(result) : nil
    }

    mutating func labels(_ value: JSON, at path: String) -> JSON? {
        guard let object = value.object else {
            refuse(path, "must be an object of texts, not \(value.kind)")
            return nil
        }
        guard object.members.count <= 32 else {
            refuse(path, "must have at most 32 labels, has \(object.members.count)")
            return nil
        }
        let before = problems.count
        for member in object.members {
            let place = "\(path).\(Self.shortName(member.name))"
            if !Self.isLabelKey(member.name) { refuse(place, "a key has 1 to 40 characters from a-z 0-9 _ . -") }
            if Self.isLabelValue(member.value) { continue }
            refuse(place, "a value is one line of at most 200 characters")
        }
        return problems.count == before ? value : nil
    }

    static func isLabelKey(_ key: String) -> Bool {
        (1...40).contains(key.utf8.count)
            && key.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "_.-".utf8.contains($0)
            }
    }

    static func isLabelValue(_ value: JSON) -> Bool {
        guard let text = value.string else { return false }
        return text.unicodeScalars.count <= 200 && !text.unicodeScalars.contains(where: breaksLine)
    }

    /// Content is stored by its digest; a digest that was sent must be the content's. A URL is recorded and never
    /// fetched, so its digest is the sender's word.
    mutating func evidence(_ value: JSON, _ table: [FieldSpec], at path: String) -> JSON? {
        guard let read = object(value, table, at: path), let piece = read.object else { return nil }
        guard ["text", "base64", "url"].filter({ piece[$0] != nil }).count == 1 else {
            refuse(path, "must have exactly one of text, base64, url")
            return nil
        }
        var content = piece["text"]?.string.map { Array($0.utf8) }
        if let base64 = piece["base64"]?.string {
            guard let decoded = Base64.decode(base64) else {
                refuse(path + ".base64", "is not base 64 with padding")
                return nil
            }
            content = decoded
        }
        if let content, let digest = piece["sha256"]?.string, Hash.sha256(content).hex != digest.lowercased() {
            refuse(path + ".sha256", "is not the digest of the content")
            return nil
        }
        return read
    }

    /// A name the sender chose, as an error message repeats it.
    static func shortName(_ name: String) -> String {
        LogText.escaped(String(String.UnicodeScalarView(name.unicodeScalars.prefix(IntakeLimits.echoMax))))
    }
}
