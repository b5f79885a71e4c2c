import CSQLite
import Testing

@testable import Ledger

/// Which errors of SQLite leave the outcome open. A wrong answer here would call a stored entry refused.
@Suite struct FailureTests {
    private func failure(_ code: Int32) -> SQLiteError { SQLiteError(code: code, message: "m", operation: "o") }

    @Test(arguments: [
        (SQLITE_FULL, "ledger_disk_full"), (SQLITE_BUSY, "ledger_not_stored"), (SQLITE_CONSTRAINT, "ledger_not_stored"),
        // SQLITE_CONSTRAINT_TRIGGER, SQLITE_CONSTRAINT_UNIQUE: extended codes count as what they extend.
        (SQLITE_CONSTRAINT | 7 << 8, "ledger_not_stored"), (SQLITE_CONSTRAINT | 8 << 8, "ledger_not_stored"),
        // SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC: the disk was touched.
        (SQLITE_IOERR | 3 << 8, "ledger_outcome_unknown"), (SQLITE_IOERR | 4 << 8, "ledger_outcome_unknown"),
        (SQLITE_CORRUPT, "ledger_outcome_unknown"), (SQLITE_NOMEM, "ledger_outcome_unknown"),
        (SQLITE_CANTOPEN, "ledger_outcome_unknown"),
    ])
    func beforeTheCommit(_ expected: (code: Int32, failure: String)) {
        #expect(failure(expected.code).beforeCommit.code == expected.failure)
    }

    @Test(arguments: [SQLITE_FULL, SQLITE_BUSY, SQLITE_IOERR | 4 << 8]) func atTheCommitNothingIsCertain(_ code: Int32)
    {
        #expect(failure(code).atCommit.code == "ledger_outcome_unknown")
    }

    @Test func everyFailureHasACodeOfItsOwnAndSaysWhatToDo() {
        let failures: [LedgerFailure] = [
            .outcomeUnknown(detail: "d"), .notStored(detail: "d"), .diskFull(detail: "d"),
            .movedOn(ledger: "l", expected: 1), .newerFormat(file: "f", found: 2, known: 1), .foreignFile(file: "f"),
            .inconsistent(ledger: "l", detail: "d"), .notDurable(detail: "d"), .cannotOpen(file: "f", detail: "d"),
            .cannotRead(detail: "d"),
        ]
        #expect(Set(failures.map(\.code)).count == failures.count)
        #expect(failures.allSatisfy { $0.code.hasPrefix("ledger_") && $0.description.count > 30 })
    }
}
