/// Every name the configuration declares, and every place that refers to one. Owned by one load.
final class Catalogue {
    /// What a name can stand for. Names of different kinds never clash.
    enum Kind: String {
        case party, agreement, model, calendar
        case channel, policy
        case socket, token
        case jointCareRule = "joint-care rule"
        case window = "maintenance window"
        case inhibition, heartbeat
        case person, schedule
    }

    private struct Reference {
        let kind: Kind
        let name: Located<String>
    }

    private struct ChannelUse {
        let channel: Located<String>
        let party: String
        /// By which it is the party's matter, where that is written elsewhere.
        let policy: String?
    }

    private let log: ProblemLog
    private var declared: [Kind: [String: ConfigurationPlace]] = [:]
    private var references: [Reference] = []
    /// Whose channel it is, and where somebody must be reachable on a channel of a certain party's own.
    private var channelParties: [String: Set<String>] = [:]
    private var channelUses: [ChannelUse] = []

    init(log: ProblemLog) { self.log = log }

    /// Enters a name. False, and a problem, when it is taken.
    @discardableResult
    func declare(_ kind: Kind, _ name: String, at place: ConfigurationPlace) -> Bool {
        if let first = declared[kind]?[name] {
            log.add(
                place, "the \(kind.rawValue) \(code(name)) is declared twice",
                hint: "the first is at \(first); rename one")
            return false
        }
        declared[kind, default: [:]][name] = place
        return true
    }

    func declareChannel(_ name: String, of party: String?, at place: ConfigurationPlace) {
        declare(.channel, name, at: place)
        if let party { channelParties[name, default: []].insert(party) }
    }

    /// Remembers that something refers to a name, to be checked when all files are read, unless it is there already.
    func refer(_ kind: Kind, _ name: String, at place: ConfigurationPlace) {
        guard declared[kind]?[name] == nil else { return }
        references.append(Reference(kind: kind, name: Located(content: name, place: place)))
    }

    /// Remembers that the channel named here must be that party's own, unless it is known to be.
    ///
    /// - Parameter policy: The escalation policy that names the channel for a party that uses it.
    func expectChannel(
        _ name: String, ofParty party: String?, at place: ConfigurationPlace, byPolicy policy: String? = nil
    ) {
        guard let party, channelParties[name]?.contains(party) != true else { return }
        channelUses.append(
            ChannelUse(channel: Located(content: name, place: place), party: party, policy: policy))
    }

    /// Every name of a kind that was declared, sorted.
    func names(of kind: Kind) -> [String] { (declared[kind] ?? [:]).keys.sorted() }

    func place(of kind: Kind, _ name: String) -> ConfigurationPlace? { declared[kind]?[name] }

    /// Files a problem for each reference to something that was never declared, or that is somebody else's.
    func reportReferences() {
        reportForeignChannels()
        for reference in references where !log.isFull {
            let names = declared[reference.kind] ?? [:]
            let name = reference.name.content
            guard names[name] == nil else { continue }
            log.add(
                reference.name.place, "there is no \(reference.kind.rawValue) \(code(name))",
                hint: SimilarNames.hint(for: name, among: names.keys, kind: reference.kind.rawValue))
        }
    }

    private func reportForeignChannels() {
        for use in channelUses where !log.isFull {
            let name = use.channel.content
            guard let owners = channelParties[name], !owners.contains(use.party) else { continue }
            let owner = owners.sorted().joined(separator: " and ")
            let own = channelParties.filter { $0.value.contains(use.party) }.keys.sorted().joined(separator: ", ")
            let policy = use.policy.map { ", which escalates by the policy \(code($0))" } ?? ""
            log.add(
                use.channel.place, "the channel \(code(name)) is \(owner)'s, not \(use.party)'s\(policy)",
                hint: own.isEmpty ? "\(use.party) has no channel yet" : "channels of \(use.party): \(own)")
        }
    }
}
