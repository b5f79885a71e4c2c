/// Something and where it was written.
struct Located<Content> {
    let content: Content
    let place: ConfigurationPlace
}

extension Located: Sendable where Content: Sendable {}

/// One node under one key, to be read as what it should be. Every reader either yields a value or files a problem and
/// yields nil, so that a caller can go on and find the next problem.
struct Value {
    let node: YAMLNode
    /// The key, for messages.
    let name: String
    let log: ProblemLog

    var place: ConfigurationPlace { node.place }

    func problem(_ what: String, hint: String) { log.add(place, what, hint: hint) }

    /// The scalar's text, which may be empty when it was quoted.
    func scalar() -> String? {
        guard case .scalar(let scalar) = node else {
            problem("\(code(name)) is \(node.kind)", hint: "write a single value")
            return nil
        }
        guard !scalar.isAbsent else {
            problem("\(code(name)) has no value", hint: "write one, or remove the line")
            return nil
        }
        return scalar.text
    }

    /// The items of a list; a list may be empty.
    func items(min: Int = 0, max: Int = Limits.itemsMax) -> [Value]? { list(min: min, max: max) { $0 } }

    /// Every item that can be read; a list may be empty.
    func list<Element>(min: Int = 0, max: Int = Limits.itemsMax, _ read: (Value) -> Element?) -> [Element]? {
        guard case .sequence(let sequence) = node else {
            problem("\(code(name)) is \(node.kind)", hint: "write a list: [first, second], or a line with - for each")
            return nil
        }
        guard sequence.items.count >= min else {
            problem("\(code(name)) is empty", hint: min == 1 ? "write at least one" : "write at least \(min)")
            return nil
        }
        guard sequence.items.count <= max else {
            problem("\(code(name)) has \(sequence.items.count) entries", hint: "at most \(max)")
            return nil
        }
        return sequence.items.compactMap { read(Value(node: $0, name: name, log: log)) }
    }

    /// The entries of a mapping whose keys are the writer's choice.
    func entries() -> [(key: Value, value: Value)]? {
        guard case .mapping(let mapping) = node else {
            problem("\(code(name)) is \(node.kind)", hint: "write a mapping, a line `key: value` for each")
            return nil
        }
        return mapping.entries.map { entry in
            (
                key: Value(node: .scalar(entry.key), name: name, log: log),
                value: Value(node: entry.value, name: entry.key.text, log: log)
            )
        }
    }
}

/// A mapping whose keys are ours. Unknown keys are problems, filed at once.
struct Fields {
    let place: ConfigurationPlace
    /// What it describes, for messages: `a channel`.
    let subject: String
    /// Looked through one by one: a mapping has few, and there are a quarter of a million mappings to read.
    private let entries: [YAMLMapping.Entry]
    private let keys: [String]
    private let log: ProblemLog

    /// Nil, and a problem, when the node is no mapping.
    /// - Parameter advice: hints for keys that people write although they are not accepted.
    init?(_ value: Value, _ subject: String, keys: [String], advice: [String: String] = [:]) {
        guard case .mapping(let mapping) = value.node else {
            value.problem("\(code(value.name)) is \(value.node.kind)", hint: "\(subject) is a mapping, `key: value`")
            return nil
        }
        self.init(mapping, subject, keys: keys, advice: advice, log: value.log)
    }

    init(_ mapping: YAMLMapping, _ subject: String, keys: [String], advice: [String: String] = [:], log: ProblemLog) {
        place = mapping.place
        self.subject = subject
        self.keys = keys
        self.log = log
        entries = mapping.entries
        for entry in entries where !keys.contains(entry.key.text) {
            let key = entry.key.text
            let hint = advice[key] ?? SimilarNames.hint(for: key, among: keys, kind: "key")
            log.add(entry.key.place, "unknown key \(code(key)) in \(subject)", hint: hint)
        }
    }

    /// The value under a key that must be there; a problem when it is not.
    func required(_ key: String, hint: String? = nil) -> Value? {
        precondition(keys.contains(key), "a key that is not declared")
        guard let value = value(under: key) else {
            log.add(place, "\(subject) has no \(code(key))", hint: hint ?? "add a line `\(key): …`")
            return nil
        }
        return value
    }

    /// The value under a key that may be missing.
    func optional(_ key: String) -> Value? {
        precondition(keys.contains(key), "a key that is not declared")
        return value(under: key)
    }

    private func value(under key: String) -> Value? {
        entries.first { $0.key.text == key }.map { Value(node: $0.value, name: key, log: log) }
    }

    /// Whether the mapping has no key at all.
    var isEmpty: Bool { entries.isEmpty }

    /// Whether a key that is not accepted was written; a problem has been filed for it.
    func hasUnknown(_ key: String) -> Bool { !keys.contains(key) && entries.contains { $0.key.text == key } }

    func problem(_ what: String, hint: String) { log.add(place, what, hint: hint) }

    /// The same at a place within, where there is one.
    func problem(_ what: String, hint: String, at inner: ConfigurationPlace?) {
        log.add(inner ?? place, what, hint: hint)
    }
}
