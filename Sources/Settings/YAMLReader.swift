/// Reads a configuration file into a tree.
///
/// Only what a reader of the file sees is accepted: text that means itself, mappings and lists. Anchors and aliases
/// (with which ten lines can stand for gigabytes), tags, merge keys and several documents are refused; so are
/// duplicate keys.
struct YAMLReader: ~Copyable {
    /// Mappings and lists inside each other. The reader recurses, so this also bounds its stack.
    static let depthMax = 32

    /// Keys of one mapping that are compared one by one with the next; beyond that a dictionary finds them.
    private static let keysComparedMax = 16

    private let events: YAMLEvents
    private let log: ProblemLog

    /// Nil when the file holds nothing but comments.
    /// - Throws: the first problem after which the rest could not be read. Duplicate keys are filed with the log.
    static func read(_ bytes: [UInt8], file: SourceFile, log: ProblemLog) throws(ConfigurationProblem) -> YAMLNode? {
        let text = try YAMLText(bytes, file: file)
        let reader = YAMLReader(events: YAMLEvents(text), log: log)
        return try reader.document()
    }

    private func document() throws(ConfigurationProblem) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return root
            case .documentStart:
                guard root == nil else {
                    throw ConfigurationProblem(
                        event.place, "a second document begins here",
                        hint: "keep one document a file; remove the line ---")
                }
                root = try node(events.next(), depth: 1)
            default: continue
            }
        }
    }

    private func node(_ event: YAMLEvent, depth: Int) throws(ConfigurationProblem) -> YAMLNode {
        try refuseIndirection(event)
        switch event.kind {
        case .scalar(let scalar): return .scalar(scalar)
        case .sequenceStart:
            try refuseDepth(depth, at: event.place)
            return .sequence(try sequence(at: event.place, depth: depth))
        case .mappingStart:
            try refuseDepth(depth, at: event.place)
            return .mapping(try mapping(at: event.place, depth: depth))
        default: preconditionFailure("libyaml gave an event where a node must be")
        }
    }

    private func sequence(at place: ConfigurationPlace, depth: Int) throws(ConfigurationProblem) -> YAMLSequence {
        var items: [YAMLNode] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return YAMLSequence(items: items, place: place) }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private func mapping(at place: ConfigurationPlace, depth: Int) throws(ConfigurationProblem) -> YAMLMapping {
        var entries: [YAMLMapping.Entry] = []
        var positions: [String: Int] = [:]
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { return YAMLMapping(entries: entries, place: place) }
            let key = try key(event)
            let value = try node(events.next(), depth: depth + 1)
            if let first = Self.position(of: key.text, in: entries, &positions) {
                log.add(
                    key.place, "the key \(code(key.text)) stands here twice",
                    hint: "the first is in line \(entries[first].key.place.line); remove one")
            } else {
                entries.append(YAMLMapping.Entry(key: key, value: value))
            }
        }
    }

    /// Where a key stands among the entries; nil when it is new.
    /// - Parameter positions: Stays empty while there are few entries, which is nearly always.
    private static func position(
        of key: String, in entries: [YAMLMapping.Entry], _ positions: inout [String: Int]
    ) -> Int? {
        guard entries.count > keysComparedMax else { return entries.firstIndex { $0.key.text == key } }
        for index in positions.count..<entries.count { positions[entries[index].key.text] = index }
        return positions[key]
    }

    private func key(_ event: YAMLEvent) throws(ConfigurationProblem) -> YAMLScalar {
        try refuseIndirection(event)
        guard case .scalar(let key) = event.kind else {
            throw ConfigurationProblem(event.place, "a key that is not a single word", hint: "write `key: value`")
        }
        guard key.style != .plain || key.text != "<<" else {
            throw ConfigurationProblem(key.place, "merge keys are not accepted", hint: "write the keys out")
        }
        return key
    }

    private func refuseIndirection(_ event: YAMLEvent) throws(ConfigurationProblem) {
        if case .alias = event.kind {
            throw ConfigurationProblem(event.place, "aliases (*name) are not accepted", hint: "write the value out")
        }
        if event.hasAnchor {
            throw ConfigurationProblem(
                event.place, "anchors (&name) are not accepted", hint: "remove it, and write out what refers to it")
        }
        if event.hasTag {
            throw ConfigurationProblem(
                event.place, "tags (!name) are not accepted", hint: "remove it; quote text if need be")
        }
    }

    private func refuseDepth(_ depth: Int, at place: ConfigurationPlace) throws(ConfigurationProblem) {
        guard depth <= Self.depthMax else {
            throw ConfigurationProblem(
                place, "more than \(Self.depthMax) levels inside each other", hint: "no setting goes that deep")
        }
    }
}
