import CivilTime

/// The facts that conditions are about: the service as bought, the asset, and what the report adds. A counterfactual is
/// a copy with one fact changed.
struct Circumstances: Sendable {
    var asset: AssetID?
    var atClientSite: Bool
    var service: ServiceID
    var type: String
    var managed: Bool
    var addons: Set<String>
    var lifecycle: Lifecycle
    var tlsTerminator: Side
    var component: String?
    /// Nil when the report names no component.
    var componentInManagedScope: Bool?
    var cause: String?
    /// Somebody asks for something, rather than reporting that it is wrong.
    var isRequest: Bool
    var backupSchedule: BackupSchedule
    /// For a service that ended: when its data is no longer kept.
    var retentionEnd: Instant?
    /// Whether that was over when it was observed.
    var isRetentionOver: Bool

    init(
        service: Service, asset: AssetID?, atClientSite: Bool, component: String?, cause: String?, isRequest: Bool,
        retentionEnd: Instant?, observedAt: Instant
    ) {
        self.asset = asset
        self.atClientSite = atClientSite
        self.service = service.id
        type = service.type
        managed = service.managed
        addons = service.addons
        lifecycle = service.lifecycle
        tlsTerminator = service.tlsTerminator
        self.component = component
        self.cause = cause
        self.isRequest = isRequest
        backupSchedule = service.backupSchedule
        self.retentionEnd = retentionEnd
        isRetentionOver = retentionEnd.map { $0 <= observedAt } ?? false
        componentInManagedScope = component.map { Self.isAmong(service.managedScope, $0) }
    }

    /// Whether a name is one of the names, whatever their case.
    static func isAmong(_ names: Set<String>, _ name: String) -> Bool {
        if names.contains(name) { return true }
        let lower = name.lowercased()
        return names.contains { $0.lowercased() == lower }
    }
}

/// One fact that a rule asks for and that is not so. The value is what the rule asks for.
enum FailedTerm: Hashable, Sendable {
    case asset(AssetID)
    case service(ServiceID)
    case serviceType(String)
    case managed(Bool)
    case addon(String)
    case lifecycle(Lifecycle)
    case componentInManagedScope(Bool)
    case cause(String)
    // No rule asks for these; they are facts that decide by themselves.
    case atClientSite(Bool)
    case tlsTerminator(Side)
    case withoutAddon(String)
    case withoutCause(String)
    case requested(by: [ContactRole])
    case backupInPackage
    case withinRetention
}

extension Condition {
    /// The terms that do not hold; the condition holds when there are none.
    func failures(in facts: Circumstances) -> [FailedTerm] {
        var failed: [FailedTerm] = []
        func check<Value: Equatable>(_ wanted: Value?, _ actual: Value?, _ term: (Value) -> FailedTerm) {
            if let wanted, wanted != actual { failed.append(term(wanted)) }
        }
        check(asset, facts.asset, FailedTerm.asset)
        check(service, facts.service, FailedTerm.service)
        check(serviceType, facts.type, FailedTerm.serviceType)
        check(managed, facts.managed, FailedTerm.managed)
        if let addon, !facts.addons.contains(addon) { failed.append(.addon(addon)) }
        check(lifecycle, facts.lifecycle, FailedTerm.lifecycle)
        check(componentInManagedScope, facts.componentInManagedScope, FailedTerm.componentInManagedScope)
        check(cause, facts.cause, FailedTerm.cause)
        return failed
    }
}

extension Condition {
    /// Its terms, one each, as the configuration writes them: `managed: true`.
    package var inWords: [String] {
        [
            asset.map { "asset: \($0)" }, service.map { "service: \($0)" },
            serviceType.map { "service_type: \($0)" }, managed.map { "managed: \($0)" },
            addon.map { "addon: \($0)" }, lifecycle.map { "lifecycle: \($0.rawValue)" },
            componentInManagedScope.map { "component_in_managed_scope: \($0)" }, cause.map { "cause: \($0)" },
        ].compactMap(\.self)
    }
}

extension Condition {
    /// For a condition that holds: each fact it rests on turned round, where that is still the same question.
    var negations: [FailedTerm] {
        [
            managed.map { .managed(!$0) }, addon.map { .withoutAddon($0) },
            componentInManagedScope.map { .componentInManagedScope(!$0) }, cause.map { .withoutCause($0) },
        ].compactMap(\.self)
    }
}

extension FailedTerm {
    /// Why the rule did not apply: the fact as it is.
    func why(in facts: Circumstances) -> String {
        switch self {
        case .asset(let wanted): "the asset is \(facts.asset?.rawValue ?? "not named"), not \(wanted)"
        case .service(let wanted): "the service is \(facts.service), not \(wanted)"
        case .serviceType(let wanted): "the service type is \(facts.type), not \(wanted)"
        case .managed: "managed is \(facts.managed)"
        case .addon(let wanted): "the add-on \(wanted) was not bought"
        case .lifecycle(let wanted): "the service is \(facts.lifecycle.rawValue), not \(wanted.rawValue)"
        case .componentInManagedScope(let wanted):
            facts.component.map { "\(quoted($0)) is \(wanted ? "not " : "")in the managed scope" }
                ?? "the report names no component"
        case .cause(let wanted): "the cause is not \(wanted)"
        case .atClientSite: "the asset is at the customer's own site"
        case .tlsTerminator: "the \(facts.tlsTerminator.rawValue) terminates TLS"
        case .withoutAddon(let addon): "the add-on \(addon) was bought"
        case .withoutCause(let cause): "the cause is \(quoted(cause))"
        case .requested: "nobody has asked for it"
        case .backupInPackage: "the package holds no backup of the system"
        case .withinRetention: "the retention ended at \(facts.retentionEnd?.rfc3339 ?? "the end of the service")"
        }
    }

    /// Makes the term hold. False where that would be another question rather than another answer: a different asset,
    /// service or type.
    func makeTrue(in facts: inout Circumstances) -> Bool {
        switch self {
        case .asset, .service, .serviceType: return false
        case .managed(let wanted): facts.managed = wanted
        case .addon(let wanted): facts.addons.insert(wanted)
        case .lifecycle(let wanted): facts.lifecycle = wanted
        case .componentInManagedScope(let wanted): facts.componentInManagedScope = wanted
        case .cause(let wanted): facts.cause = wanted
        case .atClientSite(let wanted): facts.atClientSite = wanted
        case .tlsTerminator(let wanted): facts.tlsTerminator = wanted
        case .withoutAddon(let addon): facts.addons.remove(addon)
        case .withoutCause: facts.cause = nil
        case .requested: facts.isRequest = true
        case .backupInPackage: facts.backupSchedule = .unstated
        case .withinRetention: facts.isRetentionOver = false
        }
        return true
    }

    /// The term as it would have to be: "the vps were managed". After the name of the party that would terminate TLS.
    func subjunctive(in facts: Circumstances) -> String {
        switch self {
        case .asset(let wanted): "the asset were \(wanted)"
        case .service(let wanted): "the service were \(wanted)"
        case .serviceType(let wanted): "the service were of type \(wanted)"
        case .managed(let wanted): "the \(facts.type) were \(wanted ? "" : "not ")managed"
        case .addon(let wanted): "the add-on \(wanted) had been bought"
        case .lifecycle(let wanted): "the service were \(wanted.rawValue)"
        case .componentInManagedScope(let wanted):
            "\(facts.component.map(quoted) ?? "the component") were \(wanted ? "" : "not ")in the managed scope"
        case .cause(let wanted): "the cause were \(wanted)"
        case .atClientSite(let wanted): "it were \(wanted ? "" : "not ")at the customer's own site"
        case .tlsTerminator: "it terminated TLS"
        case .withoutAddon(let addon): "the add-on \(addon) had not been bought"
        case .withoutCause(let cause): "the cause were not \(cause)"
        case .requested(let roles): "the customer's \(roles.inWords) had asked for it"
        case .backupInPackage: "the package held a backup of the system"
        case .withinRetention: "it had been asked before \(facts.retentionEnd?.rfc3339 ?? "the retention ended")"
        }
    }
}

extension [ContactRole] {
    /// `owner or ops`.
    var inWords: String { map(\.rawValue).joined(separator: " or ") }
}
