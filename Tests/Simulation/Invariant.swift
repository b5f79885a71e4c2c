/// What must always hold. Each is found by a function of the auditor with the same name; where the tables in `Auditor+Tables` list
/// it says when it is looked at. A new one is a case here, a function, and a line in a table.
enum Invariant: String, CaseIterable, Sendable {
    /// A report that was acknowledged to its reporter is on record, and still is after any crash.
    case acceptedIsDurable = "accepted-is-durable"
    /// A repeat under the same idempotency key is answered with the same ids.
    case idempotentRequests = "idempotent-requests"
    /// Who names another party's incident gets the answer that an unknown one gets.
    case foreignIsUnknown = "foreign-is-unknown"
    /// No answer to a customer holds another customer's id, name, asset or text.
    case noAnswerNamesAnother = "no-answer-names-another"
    /// No ledger of a customer holds another customer's id, name, asset or text.
    case noLedgerNamesAnother = "no-ledger-names-another"
    /// No notice to a customer holds another customer's id, name, asset or text.
    case noNoticeNamesAnother = "no-notice-names-another"
    /// Only the two sides of an incident's own agreement are told of it.
    case onlyItsTwoSides = "only-its-two-sides"
    /// A notice goes to a channel of the desk that it is for.
    case rightDoor = "right-door"
    /// An incident is opened once, with one owner, and its id is used for no other.
    case oneOwner = "one-owner"
    /// Of the incidents of one ledger that are open, no two have the same dedup key.
    case oneOpenPerKey = "one-open-per-key"
    /// Each entry follows from what is on record before it: nothing happens to what does not exist, is over, or has happened.
    case orderOfEntries = "order-of-entries"
    /// The times of a ledger do not decrease.
    case timeDoesNotDecrease = "time-does-not-decrease"
    /// Nothing is done before the instant on record at which it is due.
    case nothingEarly = "nothing-early"
    /// After a turn nothing is due that is not done.
    case nothingLate = "nothing-late"
    /// The loop sleeps no longer than until the first due of any incident.
    case deadlineCoversAll = "deadline-covers-all"
    /// What was not met in time is on record as overdue, and somebody else was told, or it is on record that nobody could be.
    case overdueIsTold = "overdue-is-told"
    /// What counts as met is proved on record: a delivery to its recipient, or the recipient's own acknowledgement.
    case metIsProved = "met-is-proved"
    /// When an escalation ends without an answer, those who are told instead are on record, and are told.
    case nobodyReachedIsTold = "nobody-reached-is-told"
    /// An acknowledgement is on record only for the party that gave it, and stops that party's escalation and no other.
    case acknowledgementIsItsOwn = "acknowledgement-is-its-own"
    /// Every open incident has something due, or somebody who answered, or a record that nobody could be reached.
    case noOrphan = "no-orphan"
    /// An incident is closed only when nothing is left to do.
    case closedMeansDone = "closed-means-done"
    /// One notice has one delivery id on one channel, on every attempt.
    case sameDeliveryID = "same-delivery-id"
    /// One delivery has the same body on every attempt: the one on record.
    case sameBody = "same-body"
    /// The attempts of a delivery are numbered 1, 2, 3, …
    case attemptsRise = "attempts-rise"
    /// A receiver that asks to be left alone is, as long as the urgency of a notice allows; nobody is tried again at once, but after a
    /// start.
    case receiversAreSpared = "receivers-are-spared"
    /// Nothing is sent before the intent to send it is durable.
    case intentBeforeSend = "intent-before-send"
    /// Every attempt that was started has an outcome on record in the end.
    case everyAttemptEnds = "every-attempt-ends"
    /// In the end every notice is delivered, undelivered or superseded, and the record says which.
    case everyNoticeEnds = "every-notice-ends"
    /// What the core knows of an incident is what its entries say.
    case foldAgrees = "fold-agrees"
    /// Replaying what is on the ledgers gives the state that there was.
    case replayEqualsLive = "replay-equals-live"
    /// Every entry can be read back, and is written the same again.
    case everyEntryReadsBack = "every-entry-reads-back"
    /// When nothing new happens, nothing is due any more after some time.
    case comesToRest = "comes-to-rest"
    /// When everything is resolved, everything is closed after some time.
    case everythingCloses = "everything-closes"
    /// What a client was told is done is on record, and still is after any crash.
    case doneIsDurable = "done-is-durable"
    /// The history of an incident, folded by itself, says what the entries say; its owners follow one another without a gap.
    case historyAgrees = "history-agrees"
    /// In the end every obligation is met, overdue and told of, waived or cancelled.
    case everyObligationEnds = "every-obligation-ends"
    /// Whoever decides against something that is owed, or puts it off, gives a reason, and so does the daemon.
    case decisionsHaveReasons = "decisions-have-reasons"
    /// Whoever owes something and is reminded on record is told so.
    case owedIsReminded = "owed-is-reminded"
    /// Nobody decides what is another's to decide.
    case onlyWhoMay = "only-who-may"
    /// What is refused leaves nothing on record.
    case refusalRecordsNothing = "refusal-records-nothing"
    /// Whoever acts on a view that is out of date is refused.
    case staleIsRefused = "stale-is-refused"
    /// There is one owner at a time, and another only by consent or by a new ruling.
    case oneLiveOwner = "one-live-owner"
    /// Whoever was told of a problem is told of its end, and somebody is told when it begins again.
    case endIsTold = "end-is-told"
    /// A silence, a window or another incident holds nothing of another party, nothing that says that somebody was not reached, and no
    /// end of what its recipient was told.
    case silenceIsItsOwn = "silence-is-its-own"
    /// Nothing becomes overdue because it was bundled, or put off because it flaps.
    case digestsAreInTime = "digests-are-in-time"
    /// A digest covers what is for its own desk, and of a customer only what is on the same ledger.
    case digestsCoverTheirOwn = "digests-cover-their-own"
    /// What is held goes out when nothing holds it any more.
    case heldIsNotLost = "held-is-not-lost"
    /// When a heartbeat stops there is an incident, and somebody is told.
    case heartbeatIsTold = "heartbeat-is-told"
    /// A restart while nothing is on its way changes no notice: not its kind, its desk or its time.
    case restartChangesNothing = "restart-changes-nothing"
    /// The same seed gives the same entries, byte for byte.
    case sameSeedSameEntries = "same-seed-same-entries"
}

/// An invariant that did not hold.
struct Violation: Sendable {
    let invariant: Invariant
    let what: String
}
