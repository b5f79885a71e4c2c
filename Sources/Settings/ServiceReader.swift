import Responsibility

/// Reads services and assets.
struct ServiceReader {
    let places: BookPlaces

    private static let serviceKeys = [
        "id", "type", "managed", "managed_scope", "addons", "lifecycle", "tls_terminator", "assets",
    ]
    private static let assetKeys = ["id", "hostnames", "domains", "addresses", "at_client_site"]

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
        guard let id, let type, let managed, let scope, let addons, let lifecycle, let terminator, let assets else {
            return nil
        }
        return Service(
            id: id, type: type, managed: managed, managedScope: Set(scope), addons: Set(addons), lifecycle: lifecycle,
            tlsTerminator: terminator, assets: assets)
    }

    func asset(_ value: Value) -> Asset? {
        guard let fields = Fields(value, "an asset", keys: Self.assetKeys) else { return nil }
        let id = fields.required("id")?.identifier(AssetID.self)
        let hostnames = names(fields, "hostnames")
        let domains = names(fields, "domains")
        let addresses = fields.optional("addresses").map { $0.list { $0.text(max: 64) } } ?? []
        let atClientSite = fields.optional("at_client_site").map { $0.boolean() } ?? false
        guard let id, let hostnames, let domains, let addresses, let atClientSite else { return nil }
        return Asset(id: id, hostnames: hostnames, domains: domains, addresses: addresses, atClientSite: atClientSite)
    }

    /// Host names and domains, in lower case.
    private func names(_ fields: Fields, _ key: String) -> [String]? {
        fields.optional(key).map { value in value.list { $0.text(max: 253)?.lowercased() } } ?? []
    }
}
