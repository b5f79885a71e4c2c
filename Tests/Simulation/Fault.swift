/// A mistake made on purpose, to see that it is found: each changes what the loop does, or what leaves it, in one way. A new one is a case
/// here, the invariant that must find it, and a line in the saboteur.
enum Fault: String, CaseIterable, Sendable {
    /// Some accepted reports never reach the disk.
    case loseReport = "lose-report"
    /// Answers go out before the commit.
    case replyEarly = "reply-early"
    /// Attempts leave before the commit.
    case sendEarly = "send-early"
    /// A repeat of an attempt gets a new delivery id.
    case newDeliveryID = "new-delivery-id"
    /// A repeat of an attempt has other words.
    case newBody = "new-body"
    /// A repeat of an attempt leaves out a number.
    case skipNumber = "skip-number"
    /// What a receiver asks for is not heeded.
    case hurry
    /// What was interrupted is not taken up after a start.
    case forgetResume = "forget-resume"
    /// Outcomes are not written down.
    case loseOutcome = "lose-outcome"
    /// A replay moves the due times of obligations.
    case loseTimer = "lose-timer"
    /// The loop wakes up and does not look at what is due.
    case skipTick = "skip-tick"
    /// The loop does what is due ten minutes early.
    case fireEarly = "fire-early"
    /// Overdue obligations are not written down.
    case swallowOverdue = "swallow-overdue"
    /// Nobody is told of overdue obligations.
    case swallowOverdueNotice = "swallow-overdue-notice"
    /// Nobody is told that nobody could be reached.
    case swallowNobodyReached = "swallow-nobody-reached"
    /// Closing is not written down.
    case swallowClosing = "swallow-closing"
    /// Undelivered notices are not written down.
    case swallowUndelivered = "swallow-undelivered"
    /// A notice is addressed to another customer.
    case wrongParty = "wrong-party"
    /// An attempt goes to another channel than the one on record.
    case wrongDoor = "wrong-door"
    /// An entry names another customer.
    case leakEntry = "leak-entry"
    /// A notice names another customer.
    case leakNotice = "leak-notice"
    /// An answer names another customer.
    case leakAnswer = "leak-answer"
    /// Whoever names an incident may act on it.
    case letForeignersIn = "let-foreigners-in"
    /// Two entries of an incident change places.
    case reorder
    /// The opening of an incident is written twice.
    case openTwice = "open-twice"
    /// Every incident of a ledger gets the same dedup key.
    case oneKeyForAll = "one-key-for-all"
    /// One party's acknowledgement counts for all.
    case acknowledgeForAll = "acknowledge-for-all"
    /// Idempotency keys are not looked at.
    case forgetKeys = "forget-keys"
    /// Obligations count as met without proof.
    case meetUnproved = "meet-unproved"
    /// Incidents are closed while something still runs.
    case closeEarly = "close-early"
    /// Entries are dated back.
    case dateBack = "date-back"
    /// When the next attempt is due is lost in writing.
    case loseRetryTime = "lose-retry-time"
    /// A word is written that no reader knows.
    case unknownWord = "unknown-word"
    /// Ids come from a source that is not the seed's.
    case realRandomness = "real-randomness"

    /// A start does not look at silences that stand.
    case forgetSilences = "forget-silences"
    /// A start does not look at overrides that stand.
    case forgetOverrides = "forget-overrides"
    /// A start does not look at requests that may be asked again.
    case forgetRequests = "forget-requests"
    /// A replay knows of no proposals.
    case forgetProposals = "forget-proposals"
    /// A replay does not know when acknowledgements expire.
    case forgetExpiry = "forget-expiry"
    /// A replay does not know who is waited for.
    case forgetEscalation = "forget-escalation"
    /// A history leaves out a change of the owner.
    case loseTenure = "lose-tenure"
    /// Comments that were answered never reach the disk.
    case loseComment = "lose-comment"
    /// Silences that were answered never reach the disk.
    case loseSilence = "lose-silence"
    /// Reminders are not written down.
    case swallowReminder = "swallow-reminder"
    /// Nobody is told of reminders.
    case swallowReminderNotice = "swallow-reminder-notice"
    /// The end is told to nobody.
    case swallowEnd = "swallow-end"
    /// What a digest told is not written down.
    case swallowTold = "swallow-told"
    /// What is put into a digest is not written down.
    case swallowBundled = "swallow-bundled"
    /// A notice whose time has come stays held.
    case holdForEver = "hold-for-ever"
    /// What was cancelled is not written down.
    case swallowCancelled = "swallow-cancelled"
    /// A silence holds what says that something is overdue.
    case silenceEverything = "silence-everything"
    /// What is bundled is bundled for hours.
    case bundleForHours = "bundle-for-hours"
    /// Silent heartbeats are not written down.
    case missNoHeartbeat = "miss-no-heartbeat"
    /// The view that a person acts on is not looked at.
    case ignoreView = "ignore-view"
    /// What is waived is waived by somebody else.
    case waiveForAnother = "waive-for-another"
    /// Reasons are not written down.
    case swallowReason = "swallow-reason"
    /// Whoever acknowledges becomes the owner.
    case takeByAcknowledging = "take-by-acknowledging"
    /// What was done is answered as if it were refused.
    case refuseWhatIsDone = "refuse-what-is-done"
    /// A part names another incident of the same problem.
    case leakIncident = "leak-incident"

    /// The invariant that must find it.
    var caughtBy: Invariant {
        switch self {
        case .loseReport, .replyEarly: .acceptedIsDurable
        case .sendEarly: .intentBeforeSend
        case .newDeliveryID: .sameDeliveryID
        case .newBody: .sameBody
        case .skipNumber: .attemptsRise
        case .hurry: .receiversAreSpared
        case .forgetResume, .loseOutcome: .everyAttemptEnds
        case .loseTimer: .deadlineCoversAll
        case .skipTick, .swallowOverdue: .nothingLate
        case .fireEarly: .nothingEarly
        case .swallowOverdueNotice: .overdueIsTold
        case .swallowNobodyReached: .nobodyReachedIsTold
        case .swallowClosing: .everythingCloses
        case .swallowUndelivered: .foldAgrees
        case .wrongParty: .onlyItsTwoSides
        case .wrongDoor: .rightDoor
        case .leakEntry: .noLedgerNamesAnother
        case .leakNotice: .noNoticeNamesAnother
        case .leakAnswer: .noAnswerNamesAnother
        case .letForeignersIn: .foreignIsUnknown
        case .reorder: .orderOfEntries
        case .openTwice: .oneOwner
        case .oneKeyForAll: .oneOpenPerKey
        case .acknowledgeForAll: .acknowledgementIsItsOwn
        case .forgetKeys: .idempotentRequests
        case .meetUnproved: .metIsProved
        case .closeEarly: .closedMeansDone
        case .dateBack: .timeDoesNotDecrease
        case .loseRetryTime: .replayEqualsLive
        case .unknownWord: .everyEntryReadsBack
        case .forgetSilences, .forgetOverrides, .forgetRequests, .forgetProposals: .replayEqualsLive
        case .forgetExpiry: .nothingLate
        case .forgetEscalation: .restartChangesNothing
        case .loseTenure: .historyAgrees
        case .loseComment, .loseSilence: .doneIsDurable
        case .swallowReminder: .nothingLate
        case .swallowReminderNotice: .owedIsReminded
        case .swallowEnd: .endIsTold
        case .swallowTold: .everyNoticeEnds
        case .swallowBundled: .digestsCoverTheirOwn
        case .holdForEver: .heldIsNotLost
        case .swallowCancelled: .everyObligationEnds
        case .silenceEverything: .silenceIsItsOwn
        case .bundleForHours: .digestsAreInTime
        case .missNoHeartbeat: .heartbeatIsTold
        case .ignoreView: .staleIsRefused
        case .waiveForAnother: .onlyWhoMay
        case .swallowReason: .decisionsHaveReasons
        case .takeByAcknowledging: .oneLiveOwner
        case .refuseWhatIsDone: .refusalRecordsNothing
        case .leakIncident: .noLedgerNamesAnother
        case .realRandomness: .sameSeedSameEntries
        }
    }
}
