import CivilTime
import OnCall
import Testing

@Suite struct EscalationPolicyTests {
    let policy = EscalationPolicy<String>(
        steps: [
            .init(after: .minutes(10), targets: ["bram"]),
            .init(after: .minutes(30), condition: .unresolved, targets: ["manager", "other side"]),
        ],
        lastWait: .minutes(15))
    let waiting = EscalationPolicy<String>(
        steps: [
            .init(after: .minutes(10), targets: ["bram"]),
            .init(after: .minutes(30), targets: ["manager", "other side"]),
        ],
        lastWait: .minutes(15))

    @Test func stepsComeInOrderFromTheStart() {
        #expect(policy.next(stepsTaken: 0) == .step(policy.steps[0], number: 1, after: .minutes(10)))
        #expect(waiting.next(stepsTaken: 1) == .step(waiting.steps[1], number: 2, after: .minutes(30)))
    }

    @Test func aStepThatGoesOnDoesNotPutOffTheEnd() {
        #expect(policy.next(stepsTaken: 1) == .end(after: .minutes(25)))
        #expect(
            policy.next(stepsTaken: 1, onlyUnresolved: true) == .step(policy.steps[1], number: 2, after: .minutes(30)))
    }

    @Test func theEndComesAfterTheLastStep() {
        #expect(waiting.next(stepsTaken: 2) == .end(after: .minutes(45)))
        let empty = EscalationPolicy<String>(steps: [], lastWait: .minutes(8))
        #expect(empty.next(stepsTaken: 0) == .end(after: .minutes(8)))
    }

    @Test func anotherRoundBeginsWhereTheLastEnded() {
        let twice = EscalationPolicy(steps: waiting.steps, lastWait: waiting.lastWait, repeats: 1)
        #expect(twice.next(stepsTaken: 2) == .step(waiting.steps[0], number: 3, after: .minutes(55)))
        #expect(twice.next(stepsTaken: 3) == .step(waiting.steps[1], number: 4, after: .minutes(75)))
        #expect(twice.next(stepsTaken: 4) == .end(after: .minutes(90)))
        let empty = EscalationPolicy<String>(steps: [], lastWait: .minutes(8), repeats: 2)
        #expect(empty.next(stepsTaken: 0) == .end(after: .minutes(24)))
    }

    @Test func whoeverAcknowledgedIsCalledOnlyByStepsThatGoOn() {
        #expect(
            policy.next(stepsTaken: 0, onlyUnresolved: true) == .step(policy.steps[1], number: 2, after: .minutes(30)))
        #expect(policy.next(stepsTaken: 2, onlyUnresolved: true) == nil)
    }

    @Test func delaysMustRise() async {
        await #expect(processExitsWith: .failure) {
            _ = EscalationPolicy<String>(
                steps: [.init(after: .minutes(10), targets: []), .init(after: .minutes(10), targets: [])],
                lastWait: .minutes(1))
        }
    }
}
