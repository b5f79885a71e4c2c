extension Entry {
    /// The entry as it is written about a part: where the part ends, begins again or changes its severity, it says after which of
    /// the like of the whole that was. Times do not: what several ask in one turn happens at one instant, and start-up reads one
    /// incident after another.
    ///
    /// - Parameters:
    ///   - turns: How often the whole has ended or begun again.
    ///   - severityChanges: How often its severity has changed.
    func asOf(turns: Int, severityChanges: Int) -> Entry {
        switch self {
        case .incidentResolved(var resolved):
            resolved.wholeAsOf = turns
            return .incidentResolved(resolved)
        case .incidentReopened(var reopened):
            reopened.wholeAsOf = turns
            return .incidentReopened(reopened)
        case .severityRaised(var changed):
            changed.wholeAsOf = severityChanges
            return .severityRaised(changed)
        case .severityLowered(var changed):
            changed.wholeAsOf = severityChanges
            return .severityLowered(changed)
        default: return self
        }
    }
}
