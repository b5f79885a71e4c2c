package import CivilTime

/// What somebody asks: whose is this?
package struct Question: Sendable {
    /// The asset as the reporter named it: id, host name, domain, address or URL. Nil or `unknown` when only a service
    /// is named or nothing is known.
    package var asset: String?
    package var service: ServiceID?
    package var category: Category?
    package var layer: Layer?
    package var duty: DutyID?
    package var component: String?
    package var cause: String?
    /// The party that asks. A customer may only ask about its own.
    package var asker: PartyID
    /// When it was observed; the agreement revision in force then decides.
    package var observedAt: Instant
    /// When the report came in; never earlier than it was observed.
    package var receivedAt: Instant

    package init(
        asset: String? = nil, service: ServiceID? = nil, category: Category? = nil, layer: Layer? = nil,
        duty: DutyID? = nil,
        component: String? = nil, cause: String? = nil, asker: PartyID, observedAt: Instant,
        receivedAt: Instant? = nil
    ) {
        self.asset = asset
        self.service = service
        self.category = category
        self.layer = layer
        self.duty = duty
        self.component = component
        self.cause = cause
        self.asker = asker
        self.observedAt = observedAt
        self.receivedAt = max(receivedAt ?? observedAt, observedAt)
    }
}

/// Why a question gets no ruling.
package enum QuestionRefusal: Error, Hashable, Sendable {
    /// The asker is a customer and the asset or service is not its own, or does not exist. One answer for both.
    case notYours
    /// No such duty in the models that apply; the known ones.
    case unknownDuty(DutyID, known: [DutyID])
    /// The duty belongs to another layer.
    case layerContradictsDuty(layer: Layer, duty: DutyID, dutyLayer: Layer)
    /// The service and the asset both named do not belong together.
    case serviceContradictsAsset(ServiceID, AssetID)
}

/// The answer to "whose is it".
package struct Ruling: Hashable, Sendable {
    /// Why there is no definite owner and the provider leads triage.
    package enum Triage: Hashable, Sendable {
        case unknownAsset
        /// Several services answer on the name. The candidates are for the provider's eyes only.
        case ambiguousAsset(candidates: [AssetID])
        /// Nothing in the models decides.
        case undecided
        /// It was observed long before it was reported, under another revision of the agreement: who reports late must
        /// not thereby choose who owns it.
        case backdated

        /// A stable code.
        package var code: String {
            switch self {
            case .unknownAsset: "unknown_asset"
            case .ambiguousAsset: "ambiguous_asset"
            case .undecided: "undecided"
            case .backdated: "backdated"
            }
        }
    }

    /// A rule that was considered and did not apply.
    package struct Rejected: Hashable, Sendable {
        package let rule: RuleID
        package let why: String

        package init(rule: RuleID, why: String) {
            self.rule = rule
            self.why = why
        }
    }

    package var owner: Owner
    /// The owning party; nil for joint, each and nobody.
    package var ownerParty: PartyID?
    /// Who leads a joint matter.
    package var lead: PartyID?
    package var performedBy: String?
    package var gap: String?
    package var parts: String?
    /// The owner has it only because it was asked for.
    package var onRequest: Bool
    /// The owner has it until then: the end of the agreement's retention.
    package var until: Instant?
    package var rule: RuleID
    package var source: String
    package var confidence: Confidence
    /// The agreement and revision it was decided under; nil when the matter concerns no single customer.
    package var agreement: AgreementID?
    package var revision: Int?
    /// `hosting@2026-01-01`.
    package var model: String?
    /// The SHA-256 of the configuration it was made under, in hexadecimal, where whoever asked knows it.
    package var configuration: String?
    /// The customer concerned; nil for what concerns no single customer.
    package var customer: PartyID?
    package var asset: AssetID?
    package var service: ServiceID?
    package var category: Category
    package var layer: Layer?
    package var duty: DutyID?
    /// The cause that was named, for example `isolation`.
    package var cause: String?
    package var triage: Triage?
    /// The facts that led here, in order, one sentence each.
    package var because: [String]
    package var rejected: [Rejected]
    /// One sentence for people: who owns it and why, and what would have changed the answer.
    package var sentence: String

    package init(
        owner: Owner, ownerParty: PartyID? = nil, lead: PartyID? = nil, performedBy: String? = nil, gap: String? = nil,
        parts: String? = nil, onRequest: Bool = false, until: Instant? = nil, rule: RuleID, source: String,
        confidence: Confidence, agreement: AgreementID? = nil,
        revision: Int? = nil, model: String? = nil, configuration: String? = nil, customer: PartyID? = nil,
        asset: AssetID? = nil,
        service: ServiceID? = nil,
        category: Category, layer: Layer? = nil, duty: DutyID? = nil, cause: String? = nil, triage: Triage? = nil,
        because: [String] = [],
        rejected: [Rejected] = [], sentence: String
    ) {
        self.owner = owner
        self.ownerParty = ownerParty
        self.lead = lead
        self.performedBy = performedBy
        self.gap = gap
        self.parts = parts
        self.onRequest = onRequest
        self.until = until
        self.rule = rule
        self.source = source
        self.confidence = confidence
        self.agreement = agreement
        self.revision = revision
        self.model = model
        self.configuration = configuration
        self.customer = customer
        self.asset = asset
        self.service = service
        self.category = category
        self.layer = layer
        self.duty = duty
        self.cause = cause
        self.triage = triage
        self.because = because
        self.rejected = rejected
        self.sentence = sentence
    }
}
