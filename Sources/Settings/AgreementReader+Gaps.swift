import CivilTime
import Responsibility

extension AgreementReader {
    /// Times between two revisions in which none is in force. A contract may pause, so they are no problem; but nobody
    /// would notice one that nobody meant until something happens in it.
    func warnOfGaps(between revisions: [WrittenRevision], customer: PartyID) {
        let inOrder = revisions.sorted { $0.from < $1.from }
        for (earlier, later) in zip(inOrder, inOrder.dropFirst()) {
            guard let end = earlier.to, end < later.from else { continue }
            log.warn(
                earlier.endPlace,
                "no revision of \(earlier.id) is in force from \(end.rfc3339) to \(later.from.rfc3339): the assets of"
                    + " \(customer) are unknown then, trouble with them goes to the provider's triage, and what \(customer)"
                    + " reports about them is refused",
                hint:
                    "if no pause is meant, let revision \(earlier.revision) end when revision \(later.revision) begins")
        }
    }
}
