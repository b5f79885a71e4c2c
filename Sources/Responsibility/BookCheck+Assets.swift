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
            if byte == UInt8(ascii: ".") {
                guard labelBytes > 0 else { return false }
                labelBytes = 0
            } else {
                guard !"/:?#@[] \t\n\r".utf8.contains(byte) else { return false }
                labelBytes += 1
            }
        }
        return labelBytes > 0
    }
}

/// A name that may only stand for one thing at a time. Addresses are not among them: they may be shared.
private enum ExclusiveName: Hashable {
    case service(ServiceID)
    case asset(String)
    case hostname(String)
    case domain(String)
    case externalID(String)

    var title: String {
        switch self {
        case .service(let id): "the service id \(id)"
        case .asset(let id): "the asset id \(quoted(id))"
        case .hostname(let name): "the host name \(quoted(name))"
        case .domain(let name): "the domain \(quoted(name))"
        case .externalID(let name): "the external id \(quoted(name))"
        }
    }
}

/// Somebody who uses a name, and when.
private struct NameUse {
    let place: BookProblem.Place
    /// Nil for the provider's own.
    let agreement: (id: AgreementID, revision: Int)?
    /// Nil: always.
    let inForce: TimeRange?

    /// Two revisions of one agreement go on using a name; that they are not in force at once is checked elsewhere.
    func collides(with other: NameUse) -> Bool {
        if let agreement, let theirs = other.agreement, agreement.id == theirs.id {
            return agreement.revision == theirs.revision
        }
        guard let inForce, let theirs = other.inForce else { return true }
        return inForce.overlaps(theirs)
    }
}

extension BookCheck {
    /// No id, host name or domain belongs to two live services at once. A terminated service keeps its names on record
    /// and collides with nobody.
    mutating func checkClaims() {
        var uses: [ExclusiveName: [NameUse]] = [:]
        var order: [ExclusiveName] = []
        func use(_ name: ExclusiveName, _ use: NameUse) {
            if uses[name] == nil { order.append(name) }
            uses[name, default: []].append(use)
        }
        func useNames(of asset: Asset, _ asNamed: NameUse) {
            use(.asset(AssetName.normalised(asset.id.rawValue)), asNamed)
            for name in Set(asset.hostnames.map(AssetName.normalised)).sorted() { use(.hostname(name), asNamed) }
            for domain in Set(asset.domains.map(AssetName.normalised)).sorted() { use(.domain(domain), asNamed) }
            for name in Set(asset.externalIDs).sorted() { use(.externalID(name), asNamed) }
        }
        for asset in providerAssets {
            useNames(of: asset, NameUse(place: .providerAsset(asset.id), agreement: nil, inForce: nil))
        }
        for agreement in agreements {
            let (id, revision) = (agreement.id, agreement.revision)
            for service in agreement.services where service.lifecycle != .terminated {
                func named(_ place: BookProblem.Place) -> NameUse {
                    NameUse(place: place, agreement: (id, revision), inForce: agreement.timeRange)
                }
                use(.service(service.id), named(.service(id, revision: revision, service.id)))
                for asset in service.assets {
                    useNames(of: asset, named(.asset(id, revision: revision, service.id, asset.id)))
                }
            }
        }
        for name in order { checkUses(of: name, uses[name] ?? []) }
    }

    private mutating func checkUses(of name: ExclusiveName, _ uses: [NameUse]) {
        for (position, use) in uses.enumerated() {
            guard let earlier = uses[..<position].first(where: { use.collides(with: $0) }) else { continue }
            let code: BookProblem.Code =
                if case .service = name { .serviceClaimedTwice } else { .identifierClaimedTwice }
            report(
                code, at: use.place, and: earlier.place,
                "\(use.place) uses \(name.title), which is that of \(earlier.place) at the same time;"
                    + " only an address may be shared")
        }
    }
}
