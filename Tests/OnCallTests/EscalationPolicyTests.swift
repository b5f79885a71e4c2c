import CivilTime
import OnCall
import Testing

@Suite struct EscalationPolicyTests {
    let policy = EscalationPolicy<String>(
        steps: [
            .init(after: .minutes(10), targets: ["bram"]),
            .init(after: .minutes(30), targets: ["manager", "other side"]),
        ],
        lastWait: .minutes(15))
    let start = Instant(milliseconds: 0)

    @Test func stepsComeInOrderFromTheStart() {
        #expect(policy.next(startedAt: start, stepsTaken: 0) == .step(policy.steps[0], due: start + .minutes(10)))
        #expect(policy.next(startedAt: start, stepsTaken: 1) == .step(policy.steps[1], due: start + .minutes(30)))
    }

    @Test func theEndComesAfterTheLastStep() {
        #expect(policy.next(startedAt: start, stepsTaken: 2) == .end(due: start + .minutes(45)))
        let empty = EscalationPolicy<String>(steps: [], lastWait: .minutes(8))
        #expect(empty.next(startedAt: start, stepsTaken: 0) == .end(due: start + .minutes(8)))
    }

    @Test func delaysMustRise() async {
        await #expect(processExitsWith: .failure) {
            _ = EscalationPolicy<String>(
                steps: [.init(after: .minutes(10), targets: []), .init(after: .minutes(10), targets: [])],
                lastWait: .minutes(1))
        }
    }
}
