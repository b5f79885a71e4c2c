import CivilTime

extension BookCheck {
    /// Names that no report could match, or that would match every report.
    mutating func checkNames() {
        for asset in providerAssets { checkNames(of: asset, at: .providerAsset(asset.id)) }
        for agreement in agreements {
            for service in agreement.services {
                for asset in service.assets {
                    checkNames(of: asset, at: .asset(agreement.id, revision: agreement.revision, service.id, asset.id))
                }
            }
        }
    }

    private mutating func checkNames(of asset: Asset, at place: BookProblem.Place) {
        let id = AssetName.normalised(asset.id.rawValue)
        if id.isEmpty || id == AssetName.unknown {
            report(
                .assetIDReserved, at: place,
                "no asset can be called \(quoted(asset.id.rawValue)): reports write that when they know none;"
                    + " choose another id"
            )
        }
        for name in asset.hostnames + asset.domains where !Self.isHostName(AssetName.normalised(name)) {
            report(
                .nameUnreadable, at: place,
                "\(place) has the name \(quoted(name)), which is no host name or domain;"
                    + " write labels divided by single dots"
            )
        }
        for address in asset.addresses where AddressBlock(address) == nil {
            report(
                .addressUnreadable, at: place,
                "\(place) has the address \(quoted(address)), which is no IPv4 or IPv6 address or block;"
                    + " a block's host bits are zero, as in 203.0.113.64/28")
        }
    }

    /// Labels without blanks, colons and slashes, which could never be what is left of a report's name.
    private static func isHostName(_ name: String) -> Bool {
        guard name.utf8.count <= AssetName.hostBytesMax else { return false }
        var labelBytes = 0
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "."):
                guard labelBytes > 0 else { return false }
                labelBytes = 0
            case 0x09...0x0D, 0x20, UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "#"),
                UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "]"):
                return false
            default: labelBytes += 1
            }
        }
        return labelBytes > 0
    }
}

/// A name that may only stand for one thing at a time. Ids, host names, domains and external ids are looked up in one
/// and the same text, so that one customer's host name must not be another's asset. Addresses and labels may be shared.
private enum ExclusiveName: Hashable {
    case service(ServiceID)
    case text(String)

    var title: String {
        switch self {
        case .service(let id): "the service id \(id)"
        case .text(let name): "the name \(quoted(name))"
        }
    }
}

/// Somebody who uses a name, by the positions in the lists: a quarter of a million of them are held at a time.
private struct NameUse {
    /// Of the revision and of its service; nil for the provider's own.
    let service: (revision: Int32, service: Int32)?
    /// Of the service's asset or of the provider's; nil when it is the service itself.
    let asset: Int32?
    var kind = Kind.id

    /// What kind of name it is to its user.
    enum Kind: UInt8 { case id, hostname, domain, externalID }
}

extension BookCheck {
    /// No id, host name, domain or external id belongs to two live services at once. A terminated service keeps its
    /// names on record and collides with nobody.
    mutating func checkClaims() {
        // Nearly every name has one user; a list is only made for the second.
        var first: [ExclusiveName: NameUse] = [:]
        first.reserveCapacity(2 * agreements.reduce(0) { $0 + $1.services.reduce(0) { $0 + $1.assets.count } })
        var shared: [ExclusiveName: [NameUse]] = [:]
        var order: [ExclusiveName] = []
        func use(_ name: ExclusiveName, _ use: NameUse) {
            guard let earlier = first[name] else {
                first[name] = use
                return
            }
            if shared[name] == nil { order.append(name) }
            shared[name, default: [earlier]].append(use)
        }
        func useNames(of asset: Asset, _ asNamed: NameUse) {
            var asNamed = asNamed
            use(.text(AssetName.normalised(asset.id.rawValue)), asNamed)
            for (kind, names) in [
                (NameUse.Kind.hostname, asset.hostnames), (.domain, asset.domains), (.externalID, asset.externalIDs),
            ] {
                asNamed.kind = kind
                for name in AssetName.normalised(names) { use(.text(name), asNamed) }
            }
        }
        for (position, asset) in providerAssets.enumerated() {
            useNames(of: asset, NameUse(service: nil, asset: Int32(position)))
        }
        for revision in agreements.indices {
            for (index, service) in agreements[revision].services.enumerated() where service.lifecycle != .terminated {
                let position = (revision: Int32(revision), service: Int32(index))
                use(.service(service.id), NameUse(service: position, asset: nil))
                for (asset, definition) in service.assets.enumerated() {
                    useNames(of: definition, NameUse(service: position, asset: Int32(asset)))
                }
            }
        }
        for name in order { checkUses(of: name, shared[name] ?? []) }
    }

    private mutating func checkUses(of name: ExclusiveName, _ uses: [NameUse]) {
        for (position, use) in uses.enumerated() {
            guard let earlier = uses[..<position].first(where: { collide(use, $0) }) else { continue }
            let code: BookProblem.Code =
                if case .service = name { .serviceClaimedTwice } else { .identifierClaimedTwice }
            let (place, other) = (self.place(of: use), self.place(of: earlier))
            report(
                code, at: place, and: other,
                "\(place) uses \(name.title), which is that of \(other) at the same time;"
                    + " only an address may be shared")
        }
    }

    /// Two revisions of one agreement go on using a name; that they are not in force at once is checked elsewhere. Within
    /// one revision a host name may also be a domain: the finer kind is looked up first, and both are one customer's.
    private func collide(_ use: NameUse, _ other: NameUse) -> Bool {
        guard let own = use.service, let theirs = other.service else {
            return use.service != nil || other.service != nil || use.kind == other.kind
        }
        let (left, right) = (agreements[Int(own.revision)], agreements[Int(theirs.revision)])
        if left.id == right.id { return left.revision == right.revision && use.kind == other.kind }
        return left.timeRange.overlaps(right.timeRange)
    }

    private func place(of use: NameUse) -> BookProblem.Place {
        guard let position = use.service else { return .providerAsset(providerAssets[Int(use.asset ?? 0)].id) }
        let agreement = agreements[Int(position.revision)]
        let service = agreement.services[Int(position.service)]
        guard let asset = use.asset else { return .service(agreement.id, revision: agreement.revision, service.id) }
        return .asset(agreement.id, revision: agreement.revision, service.id, service.assets[Int(asset)].id)
    }
}
