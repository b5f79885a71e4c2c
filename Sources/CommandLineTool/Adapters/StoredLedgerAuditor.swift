internal import Hashing
internal import Ledger

/// Verifies the ledgers of a state directory with the ledger's own verifier.
struct StoredLedgerAuditor: LedgerAuditing {
    func audit(stateDirectory: String) throws(Failure) -> [LedgerAudit] {
        let report = try verify(stateDirectory)
        var audits = report.ledgers.map { LedgerAudit($0) }
        if report.strayEntries > 0 {
            let fault = LedgerAudit.Fault(index: nil, what: "these entries belong to no ledger")
            audits.append(LedgerAudit(ledger: "(none)", size: Int(report.strayEntries), root: "-", fault: fault))
        }
        guard !audits.isEmpty else {
            throw Failure(
                .unreadable, "there are no ledgers in \(stateDirectory); nothing was verified",
                advice: ["is it the daemon's state directory? another one: --state DIR"])
        }
        return audits
    }

    private func verify(_ directory: String) throws(Failure) -> VerificationReport {
        do {
            return try LedgerVerifier.verify(stateDirectory: StateDirectory(directory))
        } catch .inconsistent(let ledger, let detail) {
            throw Failure(
                .refused, "ledger \(ledger) contradicts itself: \(detail)",
                advice: ["keep the directory as it is, stop the daemon, and compare with the other side's copy"])
        } catch {
            throw Failure(
                .unreadable, "\(error)",
                advice: ["run it as the user of the daemon, or on a copy; another directory: --state DIR"])
        }
    }
}

extension LedgerAudit {
    /// Parts that entries refer to and that are not there. No entry records an erasure, so they were lost.
    private static func missingParts(_ count: Int64) -> Fault? {
        count == 0 ? nil : Fault(index: nil, what: "\(count) texts of its entries are missing; is bodies.db whole?")
    }

    init(_ verification: LedgerVerification) {
        self.init(
            ledger: verification.name, size: Int(verification.size), root: Hexadecimal.encode(verification.root),
            fault: verification.finding.map { Fault(index: $0.index.map { Int($0) }, what: $0.detail) }
                ?? Self.missingParts(verification.partsErased))
    }
}
