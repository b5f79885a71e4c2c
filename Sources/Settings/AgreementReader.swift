import CivilTime
import Responsibility

/// One file of the folder `agreements`, as read.
struct WrittenAgreement {
    let customer: WrittenParty?
    let revisions: [WrittenRevision]
}

/// A revision whose models are still only names.
struct WrittenRevision {
    let id: AgreementID
    let revision: Int
    let from: Instant
    let to: Instant?
    /// Where `to` was written, else where the revision begins.
    let endPlace: ConfigurationPlace
    /// By reference, `hosting@2026-01-01`.
    let models: [String]
    let overrides: [ResponsibilityRule]
    let immediately: SeverityTable
    let response: SeverityTable
    let designatedChannels: [Side: ChannelID]
    let breachNotice: Elapsed
    let retention: Elapsed
    /// Nil: day and night.
    let calendar: CalendarID?
    let regimes: Set<Regime>
    let tellFrom: Severity
    let services: [Service]
}

/// Reads an agreement: the customer, and the dated revisions of the contract with it.
struct AgreementReader {
    let parties: PartyReader
    let catalogue: Catalogue
    let places: BookPlaces
    let log: ProblemLog
    /// The provider, where its id could be read.
    let provider: PartyID?

    static let keys = ["agreement", "customer", "revisions"]
    static let revisionKeys = [
        "revision", "from", "to", "models", "designated_channel", "immediately", "response", "breach_notice",
        "retention", "calendar", "regimes", "tell_from", "overrides", "services",
    ]
    private static let revisions = 1...1_000_000
    /// Ledgers are named after agreements; this one is the provider's own.
    private static let reserved: AgreementID = "house"

    func agreement(_ value: Value) -> WrittenAgreement? {
        guard let fields = Fields(value, "an agreement", keys: Self.keys) else {
            return nil
        }
        let idValue = fields.required("agreement")
        var id = idValue?.identifier(AgreementID.self)
        if let name = id, let idValue, !isFree(name, at: idValue) { id = nil }
        let customerFields = fields.required("customer").flatMap {
            Fields($0, "a customer", keys: PartyReader.keys)
        }
        let customer = customerFields.flatMap { parties.customer($0) }
        if let customer { places.enter(.party(customer.party.id), at: customer.contactsPlace) }
        let customerID = customer?.party.id
        var seen: Set<Int> = []
        let revisions = fields.required("revisions")?.list(min: 1) {
            revision($0, id: id, customer: customerID, seen: &seen)
        }
        if let customerID { warnOfGaps(between: revisions ?? [], customer: customerID) }
        return WrittenAgreement(customer: customer, revisions: revisions ?? [])
    }

    /// False, and a problem, when the id is taken: by another agreement, or by the provider's own ledger.
    private func isFree(_ id: AgreementID, at value: Value) -> Bool {
        guard id != Self.reserved else {
            value.problem("no agreement can be called \(code(id.rawValue))", hint: "that is the provider's own ledger")
            return false
        }
        return catalogue.declare(.agreement, id.rawValue, at: value.place)
    }

    /// Nil when anything in it is wrong.
    private func revision(
        _ value: Value, id: AgreementID?, customer: PartyID?, seen: inout Set<Int>
    ) -> WrittenRevision? {
        let problemsBefore = log.count
        guard let fields = Fields(value, "a revision", keys: Self.revisionKeys) else { return nil }
        let number = fields.required("revision")
        let revision = number?.integer(in: Self.revisions)
        if let number, let revision, !seen.insert(revision).inserted {
            number.problem(
                "revision \(revision) is given twice", hint: "a change is a new revision with the next number")
        }
        if let id, let revision { places.enter(.agreement(id, revision: revision), at: fields.place) }
        let from = fields.required("from")?.instant()
        let end = fields.optional("to")
        let to = end.flatMap { $0.instant() }
        let models = fields.required("models", hint: "name at least one, for example models: [hosting@2026-01-01]")?
            .list(min: 1) { model($0) }
        let immediately = fields.required(
            "immediately", hint: "say what it means: {critical: PT15M, high: …, medium: …, low: …}"
        )
        .flatMap { table($0) }
        let response = fields.required(
            "response", hint: "say within what the owner is told: {critical: PT15M, high: …}"
        )
        .flatMap { table($0) }
        let channels = fields.required(
            "designated_channel", hint: "name a channel for each side: {provider: …, customer: …}"
        )
        .flatMap { designated($0, customer: customer) }
        let breachNotice = fields.required("breach_notice")?.duration()
        let retention = fields.required("retention", hint: "say how long data is kept after the end, for example P30D")?
            .duration()
        let calendar = fields.optional("calendar").flatMap { self.calendar($0) }
        let regimes = fields.optional("regimes").map { $0.list { $0.word(Regime.self) } } ?? []
        let tellFrom = fields.optional("tell_from").map { $0.word(Severity.self) } ?? .low
        let overrides = fields.optional("overrides").map { self.overrides($0, id: id, revision: revision) } ?? []
        let reader = ServiceReader(places: places)
        let services = fields.required("services")?.list(min: 1) {
            reader.service($0, agreement: id, revision: revision)
        }
        guard log.count == problemsBefore, let id, let revision, let from, let models, let immediately, let response,
            let channels, let breachNotice, let retention, let regimes, let tellFrom, let overrides, let services
        else { return nil }
        return WrittenRevision(
            id: id, revision: revision, from: from, to: to, endPlace: end?.place ?? fields.place, models: models,
            overrides: overrides, immediately: immediately, response: response, designatedChannels: channels,
            breachNotice: breachNotice, retention: retention,
            calendar: calendar, regimes: Set(regimes), tellFrom: tellFrom, services: services)
    }

    /// Nil for an agreement that counts day and night.
    private func calendar(_ value: Value) -> CalendarID? {
        guard let name = value.identifier(), name != CalendarReader.always else { return nil }
        catalogue.refer(.calendar, name, at: value.place)
        return CalendarID(name)
    }

    private func model(_ value: Value) -> String? {
        guard let reference = value.scalar() else { return nil }
        catalogue.refer(.model, reference, at: value.place)
        return reference
    }

    static let severityKeys = Severity.allCases.reversed().map(\.rawValue)
    static let designatedKeys = Side.allCases.map(\.rawValue)

    /// Spans by severity. Only `info` may be missing: nobody waits for it.
    private func table(_ value: Value) -> SeverityTable? {
        let severities = Severity.allCases.reversed()
        guard let fields = Fields(value, code(value.name), keys: Self.severityKeys) else { return nil }
        var values: [Severity: Span] = [:]
        for severity in severities {
            let key = severity.rawValue
            let entry = severity == .info ? fields.optional(key) : fields.required(key, hint: "add \(key): PT…")
            values[severity] = entry?.span()
        }
        return SeverityTable(values)
    }

    private func designated(_ value: Value, customer: PartyID?) -> [Side: ChannelID]? {
        let sides: [(side: Side, party: PartyID?)] = [(.provider, provider), (.customer, customer)]
        guard let fields = Fields(value, "designated_channel", keys: Self.designatedKeys) else { return nil }
        var channels: [Side: ChannelID] = [:]
        for (side, party) in sides {
            guard let entry = fields.required(side.rawValue, hint: "name the channel this side agreed to be told on"),
                let channel = entry.identifier(ChannelID.self)
            else { continue }
            catalogue.refer(.channel, channel.rawValue, at: entry.place)
            catalogue.expectChannel(channel.rawValue, ofParty: party?.rawValue, at: entry.place)
            channels[side] = channel
        }
        return channels
    }

    private func overrides(_ value: Value, id: AgreementID?, revision: Int?) -> [ResponsibilityRule]? {
        let reader = RuleReader(prefix: id?.rawValue, namesThings: true, knownDuties: nil)
        return value.list { item in
            guard let rule = reader.rule(item) else { return nil }
            if let id, let revision { places.enter(.override(id, revision: revision, rule.content.id), at: rule.place) }
            return rule.content
        }
    }
}
