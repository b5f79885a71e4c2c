package import CivilTime

/// The limits of coordination. Each has a test that reaches it.
package struct CoordinationLimits: Sendable {
    /// Incidents in memory: open, or resolved while somebody is still to be told. Beyond, reports that would open another are
    /// refused as overloaded.
    package var incidentsMax = 10_000
    /// Of one agreement.
    package var incidentsPerAgreementMax = 2500
    /// Timers handled in one turn; the rest is due in the next.
    package var timersPerTurnMax = 1000
    /// Reports kept apart in one incident; later ones are counted as repeats.
    package var reportsPerIncidentMax = 200
    /// How often repeats that change nothing are written down.
    package var repeatsWrittenEvery = Elapsed.minutes(1)

    package init() {}
}
