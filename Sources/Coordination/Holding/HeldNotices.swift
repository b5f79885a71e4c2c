import CivilTime
package import Responsibility

/// A silence and the ledger on which it stands.
package struct StandingSilence: Sendable {
    package let ledger: LedgerID
    package let silence: Silence
}

/// The notices that are held, by what holds them. What is no longer held may still be named here; whoever looks asks the notice.
struct HeldNotices: Sendable {
    private var bySilence: [SilenceID: [NoticeReference]] = [:]
    private var byInhibitor: [IncidentID: [NoticeReference]] = [:]
    private var byDesk: [Desk: [NoticeReference]] = [:]
    private var reasons: [NoticeReference: Hold.Reason] = [:]

    mutating func add(_ reference: NoticeReference, to desk: Desk, _ reason: Hold.Reason) {
        guard reasons[reference] != reason else { return }
        drop(reference)
        reasons[reference] = reason
        switch reason {
        case .silence(let id): bySilence[id, default: []].append(reference)
        case .inhibited(let id?): byInhibitor[id, default: []].append(reference)
        case .inhibited(nil): break
        case .storm:
            // What left the bundle is dropped when something joins it.
            byDesk[desk, default: []].removeAll { reasons[$0] == nil }
            byDesk[desk, default: []].append(reference)
        case .window, .flapping: break
        }
    }

    mutating func forget(_ reference: NoticeReference) { drop(reference) }

    private mutating func drop(_ reference: NoticeReference) {
        guard let reason = reasons.removeValue(forKey: reference) else { return }
        switch reason {
        case .silence(let id): bySilence[id]?.removeAll { $0 == reference }
        case .inhibited(let id?): byInhibitor[id]?.removeAll { $0 == reference }
        case .inhibited(nil): break
        // Bundles are large: what left one is dropped when something joins it.
        case .window, .flapping, .storm: break
        }
    }

    /// What is bundled for a desk, in the order in which it came.
    func bundled(for desk: Desk) -> [NoticeReference] { (byDesk[desk] ?? []).filter { reasons[$0] == .storm } }

    mutating func take(heldBy silence: SilenceID) -> [NoticeReference] {
        (bySilence.removeValue(forKey: silence) ?? []).filter { reasons[$0] == .silence(silence) }
    }

    mutating func take(inhibitedBy incident: IncidentID) -> [NoticeReference] {
        (byInhibitor.removeValue(forKey: incident) ?? []).filter { reasons[$0] == .inhibited(by: incident) }
    }
}
