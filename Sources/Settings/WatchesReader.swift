import CivilTime
import Coordination
import Responsibility

/// What watches.yaml says, with the places that are checked when everything is known.
struct WrittenWatches {
    struct Heartbeat {
        let party: Located<PartyID>
        /// Nil where none is named.
        let asset: Located<AssetID>?
    }

    var watches = Watches()
    var heartbeats: [Heartbeat] = []
    /// The channel of the daemon's own sign of life.
    var deadManChannel: Located<ChannelID>?
}

/// Reads watches.yaml: what the daemon watches by itself, and shows of itself.
struct WatchesReader {
    let catalogue: Catalogue
    /// The provider, where its id could be read.
    let provider: PartyID?

    static let keys = ["heartbeats", "dead_man", "canaries"]
    static let heartbeatKeys = ["id", "party", "every", "asset", "severity"]
    static let deadManKeys = ["channel", "every"]
    static let canaryKeys = ["every"]

    /// How often the daemon shows that it lives: often enough to be missed soon.
    static let deadManEvery = Elapsed.seconds(10)...Elapsed.hours(24)
    /// How often a designated channel is tried: each test is on record, and somebody reads it.
    static let canaryEvery = Elapsed.hours(1)...Elapsed.hours(24 * 90)

    func watches(_ value: Value) -> WrittenWatches {
        guard let fields = Fields(value, "the watches file", keys: Self.keys) else { return WrittenWatches() }
        let heartbeats = fields.optional("heartbeats")?.list { heartbeat($0) } ?? []
        let deadMan = fields.optional("dead_man").flatMap { self.deadMan($0) }
        let canaryEvery = fields.optional("canaries").flatMap { self.canaries($0) }
        return WrittenWatches(
            watches: Watches(
                heartbeats: heartbeats.map(\.heartbeat), deadMan: deadMan?.content, canaryEvery: canaryEvery),
            heartbeats: heartbeats.map(\.places),
            deadManChannel: deadMan.map { Located(content: $0.content.channel, place: $0.place) })
    }

    private func heartbeat(_ value: Value) -> (heartbeat: Heartbeat, places: WrittenWatches.Heartbeat)? {
        guard let fields = Fields(value, "a heartbeat", keys: Self.heartbeatKeys) else { return nil }
        let id = fields.declaredName(.heartbeat, as: HeartbeatID.self, in: catalogue)
        let party = fields.referredParty(in: catalogue)
        let every = fields.required("every", hint: "say how long it may be silent, for example every: PT5M")?
            .duration(in: Heartbeat.range)
        let assetValue = fields.optional("asset")
        let asset = assetValue.map { $0.identifier(AssetID.self) }
        let severity = fields.required("severity", hint: "say how bad its silence is, for example severity: high")?
            .word(Severity.self)
        guard let id, let party, let every, let severity, asset != .some(nil) else { return nil }
        let named = asset ?? nil
        return (
            Heartbeat(id: id, party: party.content, every: every, asset: named?.rawValue, severity: severity),
            WrittenWatches.Heartbeat(
                party: party, asset: named.map { Located(content: $0, place: (assetValue ?? value).place) })
        )
    }

    /// The dead man with the place of its channel.
    private func deadMan(_ value: Value) -> Located<Watches.DeadMan>? {
        guard let fields = Fields(value, "dead_man", keys: Self.deadManKeys) else { return nil }
        let channelValue = fields.required("channel", hint: "name a channel of the provider's")
        let channel = channelValue?.identifier(ChannelID.self)
        if let channel, let channelValue {
            catalogue.refer(.channel, channel.rawValue, at: channelValue.place)
            catalogue.expectChannel(channel.rawValue, ofParty: provider?.rawValue, at: channelValue.place)
        }
        let every = fields.required("every", hint: "say how often it calls, for example every: PT1M")?
            .duration(in: Self.deadManEvery)
        guard let channel, let channelValue, let every else { return nil }
        return Located(content: Watches.DeadMan(channel: channel, every: every), place: channelValue.place)
    }

    private func canaries(_ value: Value) -> Elapsed? {
        guard let fields = Fields(value, "canaries", keys: Self.canaryKeys) else { return nil }
        return fields.required("every", hint: "say how often each channel is tried, for example every: P7D")?
            .duration(in: Self.canaryEvery)
    }
}
