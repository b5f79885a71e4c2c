import CivilTime
import Coordination
import OnCall
import Responsibility

/// One load of a configuration, from the first file to the checked values.
struct Loader {
    private let path: String
    private let environment: SettingsEnvironment
    let log = ProblemLog()
    private let places = BookPlaces()
    private let catalogue: Catalogue
    private let files: ConfigurationFiles
    private let zones: ZoneDirectory

    private static let includes = ["responsibility", "joint_care", "escalation", "calendars", "agreements"]
    private static let optionalIncludes = ["noise", "watches", "schedules"]
    static let keys = DaemonReader.keys + includes + optionalIncludes + ["provider"] + OtherPartyReader.keys

    init(path: String, environment: SettingsEnvironment) {
        self.path = path
        self.environment = environment
        catalogue = Catalogue(log: log)
        zones = ZoneDirectory(path: environment.zoneDirectory)
        files = ConfigurationFiles(folder: FilePath.folder(of: path), log: log)
    }

    /// What the files hold, as far as it could be read.
    struct Written {
        var daemon: WrittenDaemon?
        var provider: WrittenParty?
        var providerAssets: [Asset]?
        var others: [WrittenOtherParty] = []
        var calendars: [BusinessCalendar] = []
        var models: [ResponsibilityModel] = []
        var jointCare: JointCareReader.JointCare?
        var policies: [WrittenPolicy] = []
        /// Nil where no file of schedules is read.
        var schedules: WrittenSchedules?
        var agreements: [WrittenAgreement] = []
        var noise = WrittenNoise()
        var watches = WrittenWatches()

        /// The provider and the customers: who can be told.
        var parties: [WrittenParty] { (provider.map { [$0] } ?? []) + agreements.compactMap(\.customer) }
    }

    func load() throws(ConfigurationError) -> LoadedSettings {
        let written = read()
        let sealed = log.isEmpty ? files.sealed() : nil
        let peers = peerReader.settings(written.parties.flatMap(\.members) + written.others.flatMap(\.members))
        var checks = CrossChecks(log: log, catalogue: catalogue, schedules: written.schedules?.names)
        checks.knowsAllFiles = !files.isIncomplete
        checks.check(parties: written.parties, policies: written.policies)
        checks.check(standings: written.daemon?.standings ?? [], others: written.others)
        checkWatches(written)
        // What an unreadable file would have declared is unknown; its absence is no second problem.
        if !files.isIncomplete { catalogue.reportReferences() }
        let book = BookAssembly(places: places, log: log, file: path).book(
            provider: written.provider, providerAssets: written.providerAssets,
            otherParties: written.others.map(\.party), agreements: written.agreements, models: written.models,
            calendars: written.calendars, jointCare: written.jointCare)
        guard log.isEmpty, let book, let daemon = written.daemon, let sealed else {
            precondition(!log.isEmpty, "a configuration was refused without a problem")
            throw ConfigurationError(problems: log.sorted, isUnreadable: sealed == nil && files.haveReadNothing)
        }
        let parties = written.parties.map(\.party) + written.others.map(\.party)
        let sides = Dictionary(parties.map { ($0.id, $0.side) }) { first, _ in first }
        let policies = Dictionary(written.policies.map { ($0.id, $0.policy) }) { first, _ in first }
        let schedules = written.schedules?.schedules ?? []
        if let now = environment.now?() { ScheduleGaps(log: log).warn(of: schedules, from: now) }
        return LoadedSettings(
            daemon: daemon.settings(sides: sides),
            arrangements: Arrangements(
                book: book, policies: policies, digest: sealed.digest,
                channels: Set(catalogue.names(of: .channel).map { ChannelID($0) }), noise: written.noise.rules,
                watches: written.watches.watches,
                rotas: Dictionary(schedules.map { ($0.rota.schedule.id, $0.rota) }) { first, _ in first },
                zones: zones.named),
            channels: written.parties.flatMap(\.channels).sorted { $0.id < $1.id }, peers: peers,
            digest: sealed.digest, files: sealed.names, warnings: log.warnings)
    }

    /// What an unreadable file would have declared is unknown; its assets are missed by nobody.
    private func checkWatches(_ written: Written) {
        guard !files.isIncomplete else { return }
        let checks = WatchChecks(
            log: log, provider: written.provider, providerAssets: written.providerAssets ?? [],
            agreements: written.agreements, others: written.others)
        checks.check(written.noise)
        checks.check(written.watches)
    }

    private var secretReader: SecretReader {
        SecretReader(
            credentialsDirectory: environment.credentialsDirectory, readsContents: environment.looksAtMachine)
    }
    private var accountReader: AccountReader { AccountReader(looksUpNames: environment.looksAtMachine) }
    private var peerReader: PeerReader {
        PeerReader(ownUserID: environment.ownUserID, accounts: accountReader, log: log)
    }
    private var partyReader: PartyReader {
        PartyReader(
            channels: ChannelReader(secrets: secretReader, catalogue: catalogue), peers: peerReader,
            catalogue: catalogue, zones: zones)
    }

    private func read() -> Written {
        let place = ConfigurationPlace(file: path)
        return files.tree(FilePath.name(of: path), namedAt: place).map { read($0) } ?? Written()
    }

    /// Reads what the tree of tocsin.yaml says, and the files it names.
    func read(_ tree: YAMLNode) -> Written {
        var written = Written()
        let root = Value(node: tree, name: "tocsin.yaml", log: log)
        guard let fields = Fields(root, "tocsin.yaml", keys: Self.keys) else { return written }
        written.daemon = DaemonReader(secrets: secretReader, accounts: accountReader, catalogue: catalogue).daemon(
            fields)
        readProvider(fields, into: &written)
        written.others = OtherPartyReader(parties: partyReader).others(fields)
        readIncluded(fields, into: &written)
        return written
    }

    private func readProvider(_ fields: Fields, into written: inout Written) {
        guard let value = fields.required("provider"),
            let provider = Fields(value, "the provider", keys: PartyReader.providerKeys)
        else { return }
        written.provider = partyReader.provider(provider)
        if let party = written.provider { places.enter(.party(party.party.id), at: party.contactsPlace) }
        let reader = ServiceReader(places: places)
        written.providerAssets =
            provider.optional("assets").map { value in
                value.list { item -> Asset? in
                    guard let asset = reader.providerAsset(item) else { return nil }
                    places.enter(.providerAsset(asset.id), at: item.place)
                    return asset
                }
            } ?? []
    }

    private func readIncluded(_ fields: Fields, into written: inout Written) {
        let modelReader = ModelReader(catalogue: catalogue, places: places, log: log)
        written.models = included(folder: "responsibility", fields) { modelReader.model($0) }
        written.policies =
            included(file: "escalation", fields).map { EscalationReader(catalogue: catalogue).policies($0) } ?? []
        written.calendars =
            included(file: "calendars", fields, isOptional: true).map {
                CalendarReader(zones: zones, catalogue: catalogue).calendars($0)
            } ?? []
        written.jointCare = included(file: "joint_care", fields).flatMap {
            JointCareReader(catalogue: catalogue, places: places).jointCare($0)
        }
        let agreementReader = AgreementReader(
            parties: partyReader, catalogue: catalogue, places: places, log: log, provider: written.provider?.party.id)
        written.agreements = included(folder: "agreements", fields) { agreementReader.agreement($0) }
        readWatches(fields, into: &written)
        readSchedules(fields, into: &written)
    }

    /// Last, because a maintenance window falls to the zone of its party.
    private func readWatches(_ fields: Fields, into written: inout Written) {
        let parties = Dictionary(written.parties.map { ($0.party.id, $0.party) }) { first, _ in first }
        written.noise =
            included(file: "noise", fields, isOptional: true).map {
                NoiseReader(
                    windows: WindowReader(zones: zones, catalogue: catalogue, parties: parties), catalogue: catalogue
                ).noise($0)
            } ?? WrittenNoise()
        written.watches =
            included(file: "watches", fields, isOptional: true).map {
                WatchesReader(catalogue: catalogue, provider: written.provider?.party.id).watches($0)
            } ?? WrittenWatches()
    }

    /// After the parties, to whose zones schedules fall.
    private func readSchedules(_ fields: Fields, into written: inout Written) {
        let parties = Dictionary(written.parties.map { ($0.party.id, $0) }) { first, _ in first }
        let reader = ScheduleReader(
            catalogue: catalogue, zones: zones, files: files, parties: parties,
            others: Set(written.others.map(\.party.id)))
        written.schedules = included(file: "schedules", fields, isOptional: true).map { reader.schedules($0) }
    }

    private func included(file key: String, _ fields: Fields, isOptional: Bool = false) -> Value? {
        if isOptional, fields.optional(key) == nil { return nil }
        guard let value = fields.required(key, hint: "name the file"), let name = value.includedName() else {
            files.missedInclude()
            return nil
        }
        return files.tree(name, namedAt: value.place).map { Value(node: $0, name: name, log: log) }
    }

    private func included<Content>(
        folder key: String, _ fields: Fields, _ read: (Value) -> Content?
    ) -> [Content] {
        guard let value = fields.required(key, hint: "name the folder"), let name = value.includedName() else {
            files.missedInclude()
            return []
        }
        return files.trees(folder: name, namedAt: value.place) { file, node in
            read(Value(node: node, name: file, log: log))
        }
    }
}
