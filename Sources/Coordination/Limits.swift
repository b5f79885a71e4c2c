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

    /// How long after its end an incident begins again when it is reported again; later, another is opened. Zero: never.
    package var reopenWithin = Elapsed.zero
    /// How long an incident that is over remembers the keys of requests about it, and the daemon those that are about none.
    package var keysKeptFor = Elapsed.hours(24)
    /// Keys of requests that one incident remembers of one party. Beyond, what a person asks under a key is refused as overloaded and
    /// not done: it may be asked without one.
    package var keysPerIncidentMax = 1000
    /// So many of them may be of requests that changed nothing. Beyond, a repeated report is counted without its key: a count too many
    /// harms nobody, and a report that was refused would be lost. What is so already is refused as overloaded: it is so already.
    package var repeatKeysPerIncidentMax = 500
    /// Keys of requests that made a silence or an override and are remembered of one party. Beyond, the oldest is forgotten.
    package var loneRequestsPerPartyMax = 1000
    /// The same of reports that only tested something.
    package var testKeysPerPartyMax = 100
    /// The same of reports of an end where nothing was to be ended; they are in memory only.
    package var vainEndsPerPartyMax = 100
    /// How long a proposal about the owner waits for its answer; then it counts as declined.
    package var proposalAnswerWithin = Elapsed.hours(24)
    /// Within what both sides are told of a proposal.
    package var proposalToldWithin = Elapsed.hours(4)
    /// Within what an update must have reached its desk.
    package var updateToldWithin = Elapsed.minutes(15)
    /// How often the auditor looks at every incident in memory.
    package var auditEvery = Elapsed.minutes(1)
    /// Incidents that the auditor looks at in one turn.
    package var auditedPerTurnMax = 5000
    /// Incidents that the auditor found forgotten and tells of in one turn.
    package var orphansToldPerTurnMax = 100
    /// Agreements that are told in one turn of a problem in `house`: that it began, rose, ended or began again. The rest is told in the
    /// next.
    package var partsPerTurnMax = 100
    /// When a party that is spared because another incident is told is looked at again.
    package var heldAgainAfter = Elapsed.minutes(15)
    /// How long before it is due a notice that is bundled goes out at the latest.
    package var digestBeforeDue = Elapsed.minutes(1)
    /// Notices that one digest tells.
    package var noticesPerDigestMax = 200
    /// Obligations that one notice fulfils: as many as an entry can name.
    package var obligationsPerNoticeMax = 100
    /// Silences of one party that are not over.
    package var silencesPerPartyMax = 200
    /// Comments of one incident.
    package var commentsPerIncidentMax = 500
    /// Times that one incident's owner, classification or severity is changed by people.
    package var changesPerIncidentMax = 100

    package init() {}
}
