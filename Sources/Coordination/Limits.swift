package import CivilTime

/// The limits of coordination. Each has a test that reaches it.
package struct CoordinationLimits: Sendable {
    /// Open incidents of one agreement (or of `house`). Beyond, reports that would open another are refused as overloaded.
    package var openIncidentsPerLedgerMax = 10_000
    /// Open incidents in all.
    package var openIncidentsMax = 100_000
    /// Timers handled in one turn; the rest is due in the next.
    package var timersPerTurnMax = 1000
    /// Reports kept apart in one incident; later ones are counted as repeats.
    package var reportsPerIncidentMax = 200
    /// How often repeats that change nothing are written down.
    package var repeatsWrittenEvery = Elapsed.minutes(1)

    package init() {}
}
