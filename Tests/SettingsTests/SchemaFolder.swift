import Settings
import StrictJSON
import Testing

/// The shipped schemas as JSON. A place in them is written `file#pointer`, for example `tocsin.json#/$defs/socket`.
struct SchemaFolder: Sendable {
    /// By name of the file.
    let files: [String: JSON]

    static let path = World.shipped + "/schema"

    /// Read once for all tests.
    static func shipped() throws -> SchemaFolder { try shared.get() }

    private static let shared = Result { try SchemaFolder() }

    private init() throws {
        var files: [String: JSON] = [:]
        for name in World.names(Self.path) where name.hasSuffix(".json") {
            files[name] = try JSON(parsing: World.bytes("\(Self.path)/\(name)"), limits: .ledger)
        }
        try #require(!files.isEmpty)
        self.files = files
    }

    subscript(place: String) -> JSON? {
        let parts = place.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let file = files[parts[0]] else { return nil }
        return parts[1].split(separator: "/").reduce(file as JSON?) { node, step in
            if let index = Int(step) { return node?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
            return node?[String(step)]
        }
    }

    /// Every object of the files, with its place, that has the keyword. No key of the configuration is called like one.
    func places(with keyword: String) -> [String] {
        files.sorted { $0.key < $1.key }.flatMap { places(with: keyword, $0.value, "\($0.key)#") }
    }

    private func places(with keyword: String, _ node: JSON, _ place: String) -> [String] {
        switch node {
        case .object(let object):
            (object[keyword] == nil ? [] : [place])
                + object.members.flatMap { places(with: keyword, $0.value, "\(place)/\($0.name)") }
        case .array(let items):
            items.enumerated().flatMap { places(with: keyword, $0.element, "\(place)/\($0.offset)") }
        default: []
        }
    }

    /// The mappings whose keys are ours: those that accept no others.
    var mappings: [String] {
        places(with: "additionalProperties").filter { self[$0]?["additionalProperties"]?.bool == false }
    }

    /// The keys that a mapping accepts.
    func keys(at place: String) -> [String] { self[place]?["properties"]?.object?.names ?? [] }

    func required(at place: String) -> Set<String> {
        Set(self[place]?["required"]?.array?.compactMap(\.string) ?? [])
    }
}
