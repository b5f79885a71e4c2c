import Glibc

/// Recomputes everything a state directory says about itself. Reads only, also beside a running daemon.
package enum LedgerVerifier {
    /// Checks every ledger: each entry against its leaf, its canonical form, its columns and its parts; indexes
    /// without gaps; frontier and root recomputed step by step and, for ledgers up to
    /// `LedgerLimits.secondRootLeavesMax`, a second time from the definition; and the incident projection against the
    /// entries. Linear in the bytes stored.
    ///
    /// What it cannot see is a history that was rewritten as a whole: for that, compare the roots with checkpoints that
    /// somebody else keeps.
    ///
    /// - Throws: when a file cannot be opened or is damaged below the level of rows. Anything else is in the report.
    package static func verify(stateDirectory directory: StateDirectory) throws(LedgerFailure) -> VerificationReport {
        while true {
            // Without its write-ahead log a database is at rest, a backup for instance, and is read without creating
            // one.
            let atRest = !hasWriteAheadLog(directory)
            let run = try VerificationRun(directory, mode: atRest ? .immutable : .reader)
            let report = try run.report()
            // If a daemon opened the files meanwhile, what was read without locks may be a mixture: read again, with
            // locks.
            if !atRest || !hasWriteAheadLog(directory) { return report }
        }
    }

    private static func hasWriteAheadLog(_ directory: StateDirectory) -> Bool {
        [directory.ledgerDatabase, directory.bodiesDatabase].contains { unsafe access($0 + "-wal", F_OK) == 0 }
    }
}
