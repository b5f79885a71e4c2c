import CivilTime

/// Finds every problem of what is to become a book, and not only the first.
struct BookCheck {
    /// Known to be in the order of id and revision.
    let agreements: [AgreementRevision]
    let providerAssets: [Asset]
    /// Everybody who may be named as performing something.
    let performers: Set<String>
    let providerAssetIDs: Set<AssetID>
    var problems: [BookProblem] = []

    /// An agreement's ledger has the agreement's id; this one is the provider's own ledger.
    static let reservedAgreementID: AgreementID = "house"

    static func problems(
        provider: Party, parties: [Party], agreements: [AgreementRevision], providerAssets: [Asset],
        jointCare: [JointCareRule], desks: DeskTable
    ) -> [BookProblem] {
        var check = BookCheck(
            agreements: agreements, providerAssets: providerAssets,
            performers: Set(([provider] + parties).map(\.id.rawValue)),
            providerAssetIDs: Set(providerAssets.map(\.id)))
        check.checkParties(provider, parties)
        check.checkDesks(provider, parties, jointCare, desks)
        check.checkActs(jointCare)
        check.checkAgreements(provider, parties)
        check.checkRevisions()
        check.checkNames()
        check.checkClaims()
        check.checkModels()
        check.checkOverrides()
        return check.problems
    }

    mutating func report(
        _ code: BookProblem.Code, at place: BookProblem.Place, and other: BookProblem.Place? = nil, _ message: String
    ) {
        problems.append(BookProblem(code, at: [place] + (other.map { [$0] } ?? []), message))
    }
}

extension BookCheck {
    private mutating func checkParties(_ provider: Party, _ parties: [Party]) {
        if provider.side != .provider {
            report(
                .providerOnCustomerSide, at: .party(provider.id),
                "the provider \(provider.id) is given as a customer; give it the provider's side")
        }
        var seen: Set<PartyID> = []
        for party in parties where !seen.insert(party.id).inserted {
            report(.partyTwice, at: .party(party.id), "party \(party.id) is defined twice; keep one")
        }
    }

    /// Everybody whom a rule may tell can be told: somebody answers, after fallbacks, for each role that the desks and
    /// the rules name.
    private mutating func checkDesks(
        _ provider: Party, _ parties: [Party], _ jointCare: [JointCareRule], _ desks: DeskTable
    ) {
        let customers = Set(agreements.map(\.customer))
        let wanted = Dictionary(
            uniqueKeysWithValues: Side.allCases.map { side in
                let named = Set(desks.roles(on: side) + jointCare.flatMap { $0.roles(on: side) })
                return (side, ContactRole.allCases.filter(named.contains))
            })
        for party in [provider] + parties.filter({ $0.kind == .customer && customers.contains($0.id) }) {
            let missing = (wanted[party.side] ?? []).filter { party.desk(for: $0) == nil }
            if missing.isEmpty { continue }
            let names = missing.map(\.rawValue).joined(separator: ", ")
            report(
                .deskUnreachable, at: .party(party.id),
                "party \(party.id) has nobody who could be told as \(names), fallbacks included; give it a contact")
        }
    }

    private mutating func checkAgreements(_ provider: Party, _ parties: [Party]) {
        let sides = Dictionary(([provider] + parties).map { ($0.id, $0.side) }) { first, _ in first }
        for agreement in agreements {
            let place = agreement.place
            switch sides[agreement.customer] {
            case .customer: break
            case .provider:
                report(
                    .customerOnProviderSide, at: place, and: .party(agreement.customer),
                    "\(place) is with \(agreement.customer), which is on the provider's side; name a customer")
            case nil:
                report(
                    .unknownParty, at: place,
                    "\(place) is with \(agreement.customer), which is no known party; define the party")
            }
            if agreement.id == Self.reservedAgreementID {
                report(
                    .agreementIDReserved, at: place,
                    "no agreement can be called \(agreement.id): that is the provider's own ledger; choose another id")
            }
            checkTables(agreement)
            checkColumns(agreement)
            checkLives(agreement)
            checkHosts(agreement)
        }
    }

    private mutating func checkTables(_ agreement: AgreementRevision) {
        for (name, table) in [("immediately", agreement.immediately), ("response", agreement.response)] {
            for severity in Severity.allCases where severity != .info && !(table[severity]?.isPositive ?? false) {
                report(
                    .timeMissing, at: agreement.place,
                    "\(agreement.place) does not say what \(name) means for severity \(severity.rawValue);"
                        + " give a duration longer than nothing")
            }
        }
        checkClocks(agreement)
        for side in Side.allCases where agreement.designatedChannels[side] == nil {
            report(
                .designatedChannelMissing, at: agreement.place,
                "\(agreement.place) names no designated channel of the \(side.rawValue); name one")
        }
    }

    private mutating func checkColumns(_ agreement: AgreementRevision) {
        for service in agreement.services {
            let known = agreement.models.contains {
                $0.matrix.column(type: service.type, managed: service.managed) != nil
            }
            if known { continue }
            let place = BookProblem.Place.service(agreement.id, revision: agreement.revision, service.id)
            let models = agreement.models.map(\.reference).joined(separator: ", ")
            report(
                .typeWithoutColumn, at: place,
                "\(place) has the type \(quoted(service.type)), for which none of its models (\(models)) has a column;"
                    + " use another type or add a model")
        }
    }

    /// Numbers rise with time, no two revisions are in force at once, and the customer stays the same.
    private mutating func checkRevisions() {
        for (earlier, later) in zip(agreements, agreements.dropFirst()) where earlier.id == later.id {
            let (place, other) = (later.place, earlier.place)
            if earlier.revision == later.revision {
                report(.revisionTwice, at: place, and: other, "\(place) is given twice; a change is a new revision")
            } else if later.from < earlier.from {
                report(
                    .revisionOutOfOrder, at: place, and: other,
                    "\(place) begins before revision \(earlier.revision) does; revision numbers rise with time")
            }
            if earlier.customer != later.customer {
                report(
                    .customerChanged, at: place, and: other,
                    "\(place) is with \(later.customer) and revision \(earlier.revision) with \(earlier.customer);"
                        + " an agreement keeps its customer, so give the new one an agreement of its own")
            }
        }
        for agreement in agreements where agreement.to.map({ $0 <= agreement.from }) ?? false {
            report(
                .revisionEmpty, at: agreement.place,
                "\(agreement.place) ends before it begins; its end must be later than its beginning")
        }
        for revisions in agreements.split(by: \.id) { checkOverlaps(revisions.sorted { $0.from < $1.from }) }
    }

    /// The revisions of one agreement in the order in which they begin.
    private mutating func checkOverlaps(_ revisions: [AgreementRevision]) {
        guard var longest = revisions.first else { return }
        for next in revisions.dropFirst() {
            if longest.timeRange.overlaps(next.timeRange) {
                report(
                    .revisionsOverlap, at: next.place, and: longest.place,
                    "\(next.place) begins while revision \(longest.revision) is in force;"
                        + " end that one when this one begins"
                )
            }
            if let end = longest.to, next.to.map({ $0 > end }) ?? true { longest = next }
        }
    }
}

extension Array {
    /// Runs of neighbours with the same key.
    func split<Key: Equatable>(by key: (Element) -> Key) -> [[Element]] {
        var runs: [[Element]] = []
        for element in self {
            if let last = runs.last?.first, key(last) == key(element) {
                runs[runs.count - 1].append(element)
            } else {
                runs.append([element])
            }
        }
        return runs
    }
}

extension AgreementRevision {
    var place: BookProblem.Place { .agreement(id, revision: revision) }
}
