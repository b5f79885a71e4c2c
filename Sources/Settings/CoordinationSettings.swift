package import CivilTime

/// How incidents go on, as far as the provider decides it. What is not written has the values of a new one.
package struct CoordinationSettings: Hashable, Sendable {
    /// How long after its end an incident begins again when it is reported again; later, another is opened. Zero: always
    /// another.
    package var reopenWithin = Elapsed.minutes(10)
    /// How long a proposal about the owner waits for the other side's answer; then it counts as declined.
    package var proposalAnswerWithin = Elapsed.hours(24)
    /// Within what both sides are told of such a proposal. Not longer than it waits.
    package var proposalToldWithin = Elapsed.hours(4)

    package init() {}
}

/// Reads how incidents go on.
struct CoordinationReader {
    static let keys = ["reopen_within", "proposal_answer_within", "proposal_told_within"]

    private static let reopening = Elapsed.zero...Elapsed.hours(24)
    /// Nobody answers in less than a few minutes, and whoever has not within a month will not.
    private static let answering = Elapsed.minutes(5)...Elapsed.hours(720)
    private static let telling = Elapsed.minutes(1)...Elapsed.hours(168)

    func coordination(_ value: Value) -> CoordinationSettings? {
        guard let fields = Fields(value, "coordination", keys: Self.keys) else { return nil }
        var settings = CoordinationSettings()
        let answerValue = fields.optional("proposal_answer_within")
        let toldValue = fields.optional("proposal_told_within")
        let reopen = fields.optional("reopen_within").map { $0.duration(in: Self.reopening) } ?? settings.reopenWithin
        let answer = answerValue.map { $0.duration(in: Self.answering) } ?? settings.proposalAnswerWithin
        let told = toldValue.map { $0.duration(in: Self.telling) } ?? settings.proposalToldWithin
        guard let reopen, let answer, let told else { return nil }
        guard told <= answer else {
            (toldValue ?? answerValue)?.problem(
                "both sides are told of a proposal within \(told), and it counts as declined after \(answer)",
                hint: "let proposal_told_within be no longer than proposal_answer_within")
            return nil
        }
        settings.reopenWithin = reopen
        settings.proposalAnswerWithin = answer
        settings.proposalToldWithin = told
        return settings
    }
}
