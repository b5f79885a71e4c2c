import Responsibility
import Testing

@testable import Settings

/// What the readers of the configuration say of a tree, each by itself.
final class SchemaReaders {
    private let world: World
    private let zones: ZoneDirectory

    /// Names of a folder of its own that the files of an example may include: nothing is in them that could be wrong.
    private static let included = [
        "escalation.yaml": "policies: []\n", "calendars.yaml": "calendars: []\n",
        "noise.yaml": "inhibitions: []\n", "watches.yaml": "heartbeats: []\n",
        "schedules.yaml": "people: []\nschedules: []\n", "duty.ics": SchemaExamples.duty,
        "joint-care.yaml": "desks: {provider: {otherwise: noc}, customer: {otherwise: ops}}\nrules: []\n",
    ]

    init() throws {
        world = try World()
        zones = ZoneDirectory(path: world.path("zoneinfo"))
        for folder in ["slim", "slim/rules", "slim/models", "slim/responsibility", "slim/agreements"] {
            world.makeFolder(folder)
        }
        for (name, text) in Self.included {
            for name in [name, "rules/\(name)"] { world.write(Array(text.utf8), to: "slim/\(name)") }
        }
    }

    /// The tree of a file.
    func tree(_ file: String) throws -> YAMLNode {
        let log = ProblemLog()
        let node = try YAMLReader.read(World.bytes(file), file: SourceFile(path: file), log: log)
        try #require(log.isEmpty)
        return try #require(node)
    }

    /// Every problem that the reader files.
    func problems(_ node: YAMLNode, schema: String) throws -> [ConfigurationProblem] {
        if schema == "tocsin.json" {
            let loader = Loader(path: world.path("slim/tocsin.yaml"), environment: environment)
            _ = loader.read(node)
            return loader.log.sorted
        }
        let log = ProblemLog()
        read(Value(node: node, name: "the file", log: log), schema: schema, log)
        return log.sorted
    }

    private func read(_ value: Value, schema: String, _ log: ProblemLog) {
        let (catalogue, places) = (Catalogue(log: log), BookPlaces())
        switch schema {
        case "agreement.json":
            _ = AgreementReader(
                parties: parties(catalogue, log), catalogue: catalogue, places: places, log: log, provider: "prov"
            ).agreement(value)
        case "responsibility.json": _ = ModelReader(catalogue: catalogue, places: places, log: log).model(value)
        case "joint-care.json": _ = JointCareReader(catalogue: catalogue, places: places).jointCare(value)
        case "escalation.json": _ = EscalationReader(catalogue: catalogue).policies(value)
        case "calendars.json": _ = CalendarReader(zones: zones, catalogue: catalogue).calendars(value)
        case "noise.json":
            _ = NoiseReader(
                windows: WindowReader(zones: zones, catalogue: catalogue, parties: [:]), catalogue: catalogue
            ).noise(value)
        case "watches.json": _ = WatchesReader(catalogue: catalogue, provider: "prov").watches(value)
        case "cases.json": _ = CaseReader().cases(value)
        case "schedules.json":
            let files = ConfigurationFiles(folder: world.path("slim"), log: log)
            _ = ScheduleReader(catalogue: catalogue, zones: zones, files: files, parties: nil, others: [])
                .schedules(value)
        default: Issue.record("nobody reads files of \(schema)")
        }
    }

    /// Secrets and accounts are only named.
    private var environment: SettingsEnvironment {
        SettingsEnvironment(
            credentialsDirectory: nil, ownUserID: 4711, zoneDirectory: world.path("zoneinfo"), looksAtMachine: false)
    }

    private func parties(_ catalogue: Catalogue, _ log: ProblemLog) -> PartyReader {
        let secrets = SecretReader(credentialsDirectory: nil, readsContents: false)
        return PartyReader(
            channels: ChannelReader(secrets: secrets, catalogue: catalogue),
            peers: PeerReader(ownUserID: 4711, accounts: AccountReader(looksUpNames: false), log: log),
            catalogue: catalogue, zones: zones)
    }
}

extension YAMLNode {
    /// What lies at the end of a path; nil when nothing does.
    subscript(path: ArraySlice<YAMLStep>) -> YAMLNode? {
        guard let step = path.first else { return self }
        let rest = path.dropFirst()
        switch (self, step) {
        case (.mapping(let mapping), .key(let key)):
            return mapping.entries.first { $0.key.text == key }?.value[rest]
        case (.sequence(let sequence), .index(let index)):
            return sequence.items.indices.contains(index) ? sequence.items[index][rest] : nil
        default: return nil
        }
    }

    /// A copy in which the node at the end of a path is another.
    func replacing(_ path: ArraySlice<YAMLStep>, with change: (YAMLNode) -> YAMLNode) -> YAMLNode {
        guard let step = path.first else { return change(self) }
        let rest = path.dropFirst()
        switch (self, step) {
        case (.mapping(let mapping), .key(let key)):
            let entries = mapping.entries.map { entry in
                entry.key.text == key
                    ? YAMLMapping.Entry(key: entry.key, value: entry.value.replacing(rest, with: change)) : entry
            }
            return .mapping(YAMLMapping(entries: entries, place: mapping.place))
        case (.sequence(let sequence), .index(let index)):
            var items = sequence.items
            items[index] = items[index].replacing(rest, with: change)
            return .sequence(YAMLSequence(items: items, place: sequence.place))
        default: return self
        }
    }

    /// The same mapping without a key, or with one more.
    func without(_ key: String) -> YAMLNode {
        guard case .mapping(let mapping) = self else { return self }
        return .mapping(YAMLMapping(entries: mapping.entries.filter { $0.key.text != key }, place: mapping.place))
    }

    func with(_ key: String) -> YAMLNode {
        guard case .mapping(let mapping) = self else { return self }
        let entry = YAMLMapping.Entry(
            key: .plain(key, at: mapping.place), value: .scalar(.plain("x", at: mapping.place)))
        return .mapping(YAMLMapping(entries: mapping.entries + [entry], place: mapping.place))
    }

    /// A word instead of a mapping, a mapping instead of everything else.
    var misshapen: YAMLNode {
        if case .mapping = self { return .scalar(.plain("x", at: place)) }
        return YAMLNode.mapping(YAMLMapping(entries: [], place: place)).with("no_such_key")
    }
}

extension YAMLScalar {
    static func plain(_ text: String, at place: ConfigurationPlace) -> YAMLScalar {
        YAMLScalar(text: text, style: .plain, place: place)
    }
}
