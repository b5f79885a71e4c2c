/// A receiver of one's own: the exact text, signed as Standard Webhooks asks (the signature is made where it is sent).
struct WebhookPreset: Preset {
    static let name = "webhook"
    static let isSigned = true
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues) throws(PresetProblem) {}

    let pace = PresetPace.unlimited

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        PresetRequest(exactly: notice.exactText)
    }

    func judge(_ answer: PresetAnswer) -> PresetVerdict { .ofOwnReceiver(answer) }
}

extension PresetVerdict {
    /// What an answer means from a receiver that somebody runs themselves: a new release or a mended secret may let us
    /// in a minute later, so 401, 403 and 404 are tried again by the whole schedule.
    static func ofOwnReceiver(_ answer: PresetAnswer) -> PresetVerdict {
        switch answer.status {
        case 200...299: .delivered
        case 401, 403, 404:
            .refusedForNow(
                why: answer.why("the receiver answered \(answer.status)"),
                retryAfterMilliseconds: answer.retryAfterMilliseconds)
        default: .ofFailure(answer)
        }
    }
}
