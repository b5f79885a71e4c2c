import CivilTime
import Synchronization

/// What is the same for all questions of one kind about services of one profile: what decided, why, and what would have
/// changed it. Only the names of customer, service and asset are missing.
///
/// Hundreds of services share a profile, and monitoring asks the same few kinds of question about them over and over,
/// so conclusions are kept.
final class Conclusion: Sendable {
    let category: Category
    let layer: Layer?
    let duty: DutyID?
    /// Nil when nothing decides.
    let finding: Finding?
    /// Who leads, when the finding is joint.
    let lead: Side
    /// What the question named and how the finding came about, in order.
    let facts: [String]
    /// Why that side leads; nil when the finding is not joint.
    let leadFact: Template?
    /// Those that came closest first; at most `ResponsibilityBook.rejectedMax`.
    let rejected: [Ruling.Rejected]
    let sentence: Template

    init(
        category: Category, layer: Layer?, duty: DutyID?, finding: Finding?, lead: Side, facts: [String],
        leadFact: Template?, rejected: [Ruling.Rejected], sentence: Template
    ) {
        self.category = category
        self.layer = layer
        self.duty = duty
        self.finding = finding
        self.lead = lead
        self.facts = facts
        self.leadFact = leadFact
        self.rejected = rejected
        self.sentence = sentence
    }
}

/// Everything that a conclusion depends on.
struct ConclusionKey: Hashable, Sendable {
    /// See `ServiceProfile`.
    let profile: Int
    let duty: DutyID?
    let layer: Layer?
    let category: Category?
    let component: String?
    let isComponentInScope: Bool?
    let cause: String?
    /// Who asks counts where something is there to be asked for.
    let asksAsProvider: Bool
    let isOutsider: Bool
    let isAtClientSite: Bool
    let isRetentionOver: Bool
    /// Only where the agreement has rules of its own about single assets.
    let asset: AssetID?
}

/// Keeps conclusions, up to a limit. What is kept never changes an answer, only how soon it is there: a conclusion is a
/// function of its key and of the book, which never changes.
final class ConclusionMemo: Sendable {
    /// More are forgotten all at once; reporters choose components and causes, so their number has no bound of its own.
    static let conclusionsMax = 8192

    /// Guarded by the mutex; asked from any thread.
    private let kept = Mutex<[ConclusionKey: Conclusion]>([:])

    subscript(_ key: ConclusionKey) -> Conclusion? { kept.withLock { $0[key] } }

    func keep(_ conclusion: Conclusion, as key: ConclusionKey) {
        kept.withLock { conclusions in
            if conclusions.count >= Self.conclusionsMax { conclusions.removeAll(keepingCapacity: true) }
            conclusions[key] = conclusion
        }
    }

    var count: Int { kept.withLock { $0.count } }
}

/// What conditions may look at in a service, besides its names. Services with equal profiles get equal conclusions.
struct ServiceProfile: Hashable, Sendable {
    /// The models that apply, by reference, in order.
    let models: [String]
    /// The index of the revision, where it has rules of its own.
    let revision: Int?
    /// The id, where the revision's own rules may name it.
    let service: ServiceID?
    let type: String
    let managed: Bool
    let addons: Set<String>
    let lifecycle: Lifecycle
    let tlsTerminator: Side
    let backupSchedule: BackupSchedule
    let retentionEnd: Instant?

    init(_ service: Service, of revision: AgreementRevision, at index: Int) {
        models = revision.models.map(\.reference)
        let hasOwnRules = !revision.overrides.isEmpty
        self.revision = hasOwnRules ? index : nil
        self.service = hasOwnRules ? service.id : nil
        type = service.type
        managed = service.managed
        addons = service.addons
        lifecycle = service.lifecycle
        tlsTerminator = service.tlsTerminator
        backupSchedule = service.backupSchedule
        retentionEnd = revision.retentionEnd(of: service)
    }
}
