import StrictJSON

/// CloudEvents 1.0 in structured mode: attributes and the notice's data in one JSON object, so that a signature over
/// the body covers both. A repeat has the same `source` and `id`, by which the specification tells repeats.
struct CloudEventsPreset: Preset {
    static let name = "cloudevents"
    static let isSigned = true
    static let parameters: [PresetParameter] = []

    init(_ values: PresetValues) throws(PresetProblem) {}

    let pace = PresetPace.unlimited

    func request(for notice: NoticeContent, delivery: String) -> PresetRequest {
        var event = JSONObject(expecting: 9)
        event.set("specversion", "1.0")
        event.set("id", .string(delivery))
        event.set("source", .string("urn:tocsin:agreement:" + (notice.agreement ?? "none").percentEncoded))
        event.set("type", .string("tocsin.incident." + Self.word(notice.kind)))
        // Optional attributes must not be empty, and a time has to be one.
        event.set("subject", ifPresent: notice.incident.map { .string($0.tidied(keepingLines: false)) })
        event.set("time", ifPresent: notice.at.flatMap { $0.isInstant ? .string($0) : nil })
        event.set("datacontenttype", "application/json")
        if notice.isTest { event.set("test", true) }
        event.set("data", notice.json["data"] ?? .object(JSONObject()))
        var request = PresetRequest(.object(event))
        request.contentType = "application/cloudevents+json; charset=utf-8"
        return request
    }

    /// A segment of a type; of a kind that is no word, nothing is repeated.
    private static func word(_ kind: String) -> String { kind.isMade(of: "_", count: 1...64) ? kind : "notice" }

    func judge(_ answer: PresetAnswer) -> PresetVerdict {
        guard answer.status == 415 else { return .byStatus }
        return .refused(why: answer.why("the receiver answered 415: it does not take structured CloudEvents"))
    }
}
