/// The answer to a keyed request, and a mark of what was asked.
struct LoneAnswer: Sendable {
    let content: UInt64
    let answer: PeerAnswer
}

/// The latest answers to keyed requests that no incident remembers: a test, or an end of what was over.
struct LoneAnswers: Sendable {
    private var answers: [String: LoneAnswer] = [:]
    private var order: ArraySlice<String> = []
    /// The oldest is forgotten beyond this.
    private static let kept = 10_000

    subscript(_ key: String) -> LoneAnswer? { answers[key] }

    mutating func keep(_ answer: LoneAnswer, under key: String) {
        answers[key] = answer
        order.append(key)
        if order.count > Self.kept, let oldest = order.popFirst() { answers[oldest] = nil }
    }
}
