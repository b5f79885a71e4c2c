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

    func judge(_ answer: PresetAnswer) -> PresetVerdict { .byStatus }
}
