import Coordination
import Responsibility
import Testing

/// Parts of a shared problem are told so many in a turn. How many must make no difference to what becomes of them, and neither must
/// a restart.
@Suite struct SliceTests {
    private static let host = "report prov agent asset=hv-07 category=hardware layer=virtualization key=h"
    private static let leak = "report norr responder asset=norr-net category=isolation duty=virt.isolation key=leak"

    static let stories: [[String]] = [
        // A part that ended by itself, when the whole becomes worse.
        ["\(host) severity=high", "ack prov house", "resolve prov agr-tern", "\(host) severity=critical"],
        // It begins again, and the whole ends and begins again.
        [
            "\(host) severity=high", "resolve prov agr-tern", "\(host) severity=critical", "reopen prov agr-tern",
            "severity prov agr-siam high", "\(host) severity=critical status=resolved", "\(host) severity=high",
        ],
        // The part in which it was reported ends and begins again, worse, while the rest goes on.
        [
            "\(leak) severity=high", "\(leak) severity=high status=resolved", "\(leak) severity=critical",
            "severity prov house high", "severity prov house critical",
        ],
        // The whole of what a customer reported ends and begins again by itself.
        ["\(leak) severity=high", "resolve prov house", "reopen prov house", "resolve prov house"],
        // Raised, lowered and classified.
        [
            "\(host) severity=medium", "severity prov house critical", "resolve prov agr-banyan",
            "severity prov house high", "classify prov house as=major", "classify prov house cause=isolation",
            "classify prov house severity=critical category=availability",
        ],
    ]

    @Test(arguments: stories) func whatBecomesOfThePartsDoesNotDependOnTheSlice(_ inputs: [String]) throws {
        let expected = try outcome(of: inputs, partsPerTurn: 100)
        #expect(expected.contains { $0.contains("agr-siam") })
        for (partsPerTurn, restarts) in [(1, false), (2, false), (1, true), (100, true)] {
            let outcome = try outcome(of: inputs, partsPerTurn: partsPerTurn, restarts: restarts)
            #expect(
                outcome.difference(from: expected).isEmpty,
                "\(partsPerTurn) in a turn\(restarts ? ", with restarts" : ""): \(outcome.difference(from: expected))")
        }
    }

    /// What is known in the end of each incident, and what was told whom.
    private func outcome(of inputs: [String], partsPerTurn: Int, restarts: Bool = false) throws -> [String] {
        var lines = [
            "with limit reopen_within=PT4H parts_per_turn=\(partsPerTurn)", "at 2026-03-10T09:00+07:00",
        ]
        for input in inputs { lines += [input] + (restarts ? ["restart"] : []) + ["at +PT1M"] }
        let timeline = try Timeline(inputs: lines)
        var outcome: [String] = []
        for (id, ledger) in timeline.opened {
            guard let incident = timeline.state.incidents[id] else { continue }
            outcome.append("\(ledger) is \(incident.phase.rawValue), \(incident.severity.rawValue)")
            outcome += incident.escalations.map { "\(ledger) calls \($0.party): \($0.state)" }
            outcome += incident.obligations.map { "\(ledger) owes \($0.name) to \($0.recipient): \($0.state)" }
        }
        for recorded in timeline.record {
            guard case .noticeQueued(let queued) = recorded.entry else { continue }
            outcome.append("\(recorded.ledger) tells \(queued.desk): \(queued.kind.rawValue)")
        }
        return outcome.sorted()
    }
}
