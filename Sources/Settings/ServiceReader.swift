import CivilTime
import Responsibility

/// Reads services and assets.
struct ServiceReader {
    let places: BookPlaces

    static let serviceKeys = [
        "id", "type", "managed", "managed_scope", "addons", "lifecycle", "ended_at", "tls_terminator",
        "backup_schedule", "hosts", "assets",
    ]
    static let assetKeys = [
        "id", "hostnames", "domains", "addresses", "external_ids", "labels", "at_client_site",
    ]
    static let providerAssetKeys = assetKeys + ["carries"]

    /// A service of a revision. Nil for the agreement or revision: their names could not be read.
    func service(_ value: Value, agreement: AgreementID?, revision: Int?) -> Service? {
        guard let fields = Fields(value, "a service", keys: Self.serviceKeys) else { return nil }
        let id = fields.required("id")?.identifier(ServiceID.self)
        let type = fields.required("type", hint: "write a column of the models, for example type: vps")?.identifier()
        let managed = fields.required("managed", hint: "write managed: true when the provider looks after the system")?
            .boolean()
        let scope = fields.optional("managed_scope").map { $0.list { $0.identifier() } } ?? []
        let addons = fields.optional("addons").map { $0.list { $0.identifier() } } ?? []
        let lifecycle = fields.optional("lifecycle").map { $0.word(Lifecycle.self) } ?? .active
        let endedAt = fields.optional("ended_at").map { $0.instant() }
        let backups = fields.optional("backup_schedule").map { $0.backupSchedule() } ?? .unstated
        let hosts = fields.optional("hosts").map { self.hosts($0) } ?? []
        let terminator = fields.required(
            "tls_terminator", hint: "write whose end TLS connections reach: provider or customer")?
            .word(Side.self)
        let assets = fields.required("assets")?.list { item -> Asset? in
            guard let asset = asset(item) else { return nil }
            if let agreement, let revision, let id {
                places.enter(.asset(agreement, revision: revision, id, asset.id), at: item.place)
            }
            return asset
        }
        if let agreement, let revision, let id {
            places.enter(.service(agreement, revision: revision, id), at: fields.place)
        }
        guard let id, let type, let managed, let scope, let addons, let lifecycle, let terminator, let backups,
            let hosts, let assets
        else { return nil }
        return Service(
            id: id, type: type, managed: managed, managedScope: Set(scope), addons: Set(addons), lifecycle: lifecycle,
            endedAt: endedAt ?? nil, tlsTerminator: terminator, backupSchedule: backups, hosts: hosts, assets: assets)
    }

    /// The provider's assets that carry the service, each once.
    private func hosts(_ value: Value) -> [AssetID]? {
        var seen: Set<AssetID> = []
        return value.list { item -> AssetID? in
            guard let host = item.identifier(AssetID.self) else { return nil }
            guard seen.insert(host).inserted else {
                item.problem("the host \(code(host.rawValue)) is given twice", hint: "remove one")
                return nil
            }
            return host
        }
    }

    /// An asset of a service.
    func asset(_ value: Value) -> Asset? {
        Fields(value, "an asset", keys: Self.assetKeys, advice: ["carries": Self.carriesAdvice])
            .flatMap { asset($0, carriesAll: false) }
    }

    private static let carriesAdvice =
        "only the provider's own assets carry services; a service names them as its hosts"

    /// An asset of the provider's own, which may carry every customer's services.
    func providerAsset(_ value: Value) -> Asset? {
        guard let fields = Fields(value, "an asset of the provider", keys: Self.providerAssetKeys) else {
            return nil
        }
        let carries = fields.optional("carries").map { $0.word(Carried.self) }
        return asset(fields, carriesAll: carries == .some(.all))
    }

    /// Whose services an asset carries beyond those that name it as their host.
    enum Carried: String, CaseIterable { case all }

    private func asset(_ fields: Fields, carriesAll: Bool) -> Asset? {
        let id = fields.required("id")?.identifier(AssetID.self)
        let hostnames = names(fields, "hostnames")
        let domains = names(fields, "domains")
        let addresses = fields.optional("addresses").map { $0.list { $0.text(max: 64) } } ?? []
        let externalIDs = fields.optional("external_ids").map { $0.list { $0.text(max: 128) } } ?? []
        let labels = fields.optional("labels").map { $0.list { $0.label() } } ?? []
        let atClientSite = fields.optional("at_client_site").map { $0.boolean() } ?? false
        guard let id else { return nil }
        // A problem with one of its names has been filed; whatever names the asset names something.
        guard let hostnames, let domains, let addresses, let externalIDs, let labels, let atClientSite else {
            return Asset(id: id)
        }
        return Asset(
            id: id, hostnames: hostnames, domains: domains, addresses: addresses, externalIDs: externalIDs,
            labels: labels, atClientSite: atClientSite, carriesAll: carriesAll)
    }

    /// Host names and domains, in lower case.
    private func names(_ fields: Fields, _ key: String) -> [String]? {
        fields.optional(key).map { value in value.list { $0.text(max: 253)?.lowercased() } } ?? []
    }
}

extension Value {
    /// How often the package brings a backup of the system: a duration, or `none`.
    fileprivate func backupSchedule() -> BackupSchedule? {
        if case .scalar(let scalar) = node, scalar.text == "none" { return BackupSchedule.none }
        return duration().map { .every($0) }
    }

    /// `key=value`, as monitoring labels things.
    fileprivate func label() -> String? {
        guard let text = text(max: 256) else { return nil }
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let isKey = (1...40).contains(parts[0].utf8.count) && Value.isIdentifier(String(parts[0]))
        guard parts.count == 2, isKey, !parts[1].isEmpty else {
            problem("\(code(text)) is no label", hint: "write a key and a value, for example project=norr")
            return nil
        }
        return text
    }
}
