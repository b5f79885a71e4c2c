import Coordination

// When each invariant is looked at. What is looked at after a crash and at the end, and what may be so for a while, stands in `Auditor.restart`,
// `Auditor.rest` and `Auditor.look`.
extension Auditor {
    typealias EntryCheck = (invariant: Invariant, find: @Sendable (Auditor, Entering) -> String?)
    typealias TurnCheck = (invariant: Invariant, find: @Sendable (Auditor, TurnView) -> String?)
    typealias SendCheck = (invariant: Invariant, find: @Sendable (Auditor, Outgoing, Store) -> String?)
    typealias AnswerCheck = (invariant: Invariant, find: @Sendable (Auditor, Answered, Store) -> String?)

    /// For each entry, before it is added to the record.
    static let entryChecks: [EntryCheck] = [
        (.oneOwner, { $0.oneOwner($1) }),
        (.oneOpenPerKey, { $0.oneOpenPerKey($1) }),
        (.orderOfEntries, { $0.orderOfEntries($1) }),
        (.timeDoesNotDecrease, { $0.timeDoesNotDecrease($1) }),
        (.nothingEarly, { $0.nothingEarly($1) }),
        (.noLedgerNamesAnother, { $0.noLedgerNamesAnother($1) }),
        (.onlyItsTwoSides, { $0.onlyItsTwoSides($1) }),
        (.acknowledgementIsItsOwn, { $0.acknowledgementIsItsOwn($1) }),
        (.metIsProved, { $0.metIsProved($1) }),
        (.closedMeansDone, { $0.closedMeansDone($1) }),
        (.sameDeliveryID, { $0.sameDeliveryID($1) }),
        (.attemptsRise, { $0.attemptsRise($1) }),
        (.receiversAreSpared, { $0.receiversAreSpared($1) }),
        (.decisionsHaveReasons, { $0.decisionsHaveReasons($1) }),
        (.onlyWhoMay, { $0.onlyWhoMay($1) }),
        (.silenceIsItsOwn, { $0.silenceIsItsOwn($1) }),
        (.digestsAreInTime, { $0.digestsAreInTime($1) }),
    ]

    /// After each turn.
    static let turnChecks: [TurnCheck] = [
        (.nothingLate, { $0.nothingLate($1) }),
        (.deadlineCoversAll, { $0.deadlineCoversAll($1) }),
        (.overdueIsTold, { $0.overdueIsTold($1) }),
        (.nobodyReachedIsTold, { $0.nobodyReachedIsTold($1) }),
        (.noOrphan, { $0.noOrphan($1) }),
        (.foldAgrees, { $0.foldAgrees($1) }),
        (.owedIsReminded, { $0.owedIsReminded($1) }),
        (.refusalRecordsNothing, { $0.refusalRecordsNothing($1) }),
        (.staleIsRefused, { $0.staleIsRefused($1) }),
        (.oneLiveOwner, { $0.oneLiveOwner($1) }),
        (.endIsTold, { $0.endIsTold($1) }),
        (.digestsCoverTheirOwn, { $0.digestsCoverTheirOwn($1) }),
    ]

    /// When an attempt leaves the process.
    static let sendChecks: [SendCheck] = [
        (.intentBeforeSend, { $0.intentBeforeSend($1, $2) }),
        (.sameBody, { $0.sameBody($1, $2) }),
        (.rightDoor, { $0.rightDoor($1, $2) }),
        (.noNoticeNamesAnother, { $0.noNoticeNamesAnother($1, $2) }),
    ]

    /// When an answer reaches its client.
    static let answerChecks: [AnswerCheck] = [
        (.acceptedIsDurable, { $0.acceptedIsDurable($1, $2) }),
        (.doneIsDurable, { $0.doneIsDurable($1, $2) }),
        (.idempotentRequests, { $0.idempotentRequests($1, $2) }),
        (.foreignIsUnknown, { $0.foreignIsUnknown($1, $2) }),
        (.noAnswerNamesAnother, { $0.noAnswerNamesAnother($1, $2) }),
    ]
}
