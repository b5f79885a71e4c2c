/// What is wrong with what is agreed, and where. A book is only made of agreements without problems.
package struct BookProblem: Hashable, Sendable {
    /// A stable code for each kind of problem.
    package enum Code: String, CaseIterable, Sendable {
        case providerOnCustomerSide = "provider_on_customer_side"
        case partyTwice = "party_twice"
        case unknownParty = "unknown_party"
        case customerOnProviderSide = "customer_on_provider_side"
        case deskUnreachable = "desk_unreachable"
        case agreementIDReserved = "agreement_id_reserved"
        case customerChanged = "customer_changed"
        case revisionTwice = "revision_twice"
        case revisionOutOfOrder = "revision_out_of_order"
        case revisionEmpty = "revision_empty"
        case revisionsOverlap = "revisions_overlap"
        case timeMissing = "time_missing"
        case designatedChannelMissing = "designated_channel_missing"
        case typeWithoutColumn = "type_without_column"
        case serviceClaimedTwice = "service_claimed_twice"
        case identifierClaimedTwice = "identifier_claimed_twice"
        case assetIDReserved = "asset_id_reserved"
        case nameUnreadable = "name_unreadable"
        case addressUnreadable = "address_unreadable"
        case ruleTwice = "rule_twice"
        case rulesTied = "rules_tied"
        case unknownDuty = "unknown_duty"
        case unknownAsset = "unknown_asset"
        case unknownService = "unknown_service"
        case columnTwice = "column_twice"
        case rowIncomplete = "row_incomplete"
        case calendarMissing = "calendar_missing"
        case timeNotElapsed = "time_not_elapsed"
        case endMissing = "end_missing"
        case endUnwanted = "end_unwanted"
        case unknownHost = "unknown_host"
        case unknownPerformer = "unknown_performer"
        case pageContradicted = "page_contradicted"
        case unknownAct = "unknown_act"
        case actTwice = "act_twice"
    }

    /// A thing of the configuration, so that a loader can name file and line.
    package enum Place: Hashable, Sendable {
        case party(PartyID)
        case agreement(AgreementID, revision: Int)
        case service(AgreementID, revision: Int, ServiceID)
        case asset(AgreementID, revision: Int, ServiceID, AssetID)
        case providerAsset(AssetID)
        /// A rule of an agreement.
        case override(AgreementID, revision: Int, RuleID)
        /// By reference, `hosting@2026-01-01`.
        case model(String)
        case modelRule(String, RuleID)
        case modelLayer(String, Layer)
        case modelCategory(String, Category)
        case modelRow(String, row: String)
        case modelDuty(String, DutyID)
        case jointCareRule(RuleID)
    }

    package let code: Code
    /// Where to mend it first; what it collides with after that.
    package let places: [Place]
    /// What is wrong and what to do.
    package let message: String

    package init(_ code: Code, at places: [Place], _ message: String) {
        self.code = code
        self.places = places
        self.message = message
    }
}

/// Every problem that stands in the way of a book. Never empty.
package struct BookError: Error, Hashable, Sendable {
    /// In the order of parties, agreements, assets and models.
    package let problems: [BookProblem]

    package init(problems: [BookProblem]) { self.problems = problems }
}

extension BookProblem.Place: CustomStringConvertible {
    /// `asset orchid-site of service svc-orchid in agr-orchid revision 1`.
    package var description: String {
        switch self {
        case .party(let id): "party \(id)"
        case .agreement(let id, let revision): "agreement \(id) revision \(revision)"
        case .service(let id, let revision, let service): "service \(service) in agreement \(id) revision \(revision)"
        case .asset(let id, let revision, let service, let asset):
            "asset \(asset) of service \(service) in agreement \(id) revision \(revision)"
        case .providerAsset(let asset): "the provider's asset \(asset)"
        case .override(let id, let revision, let rule): "rule \(rule) in agreement \(id) revision \(revision)"
        case .model(let reference): "model \(reference)"
        case .modelRule(let reference, let rule): "rule \(rule) in model \(reference)"
        case .modelLayer(let reference, let layer): "row \(layer.rawValue) in model \(reference)"
        case .modelCategory(let reference, let category): "category \(category.rawValue) in model \(reference)"
        case .modelRow(let reference, let row): "\(row) of the page in model \(reference)"
        case .modelDuty(let reference, let duty): "duty \(duty) in model \(reference)"
        case .jointCareRule(let rule): "joint-care rule \(rule)"
        }
    }
}
