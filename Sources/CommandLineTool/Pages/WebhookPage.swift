internal import CivilTime
internal import StrictJSON

/// How one received webhook reads: a line about the request and its signature, then the notice for people.
struct WebhookPage {
    let finding: WebhookFinding

    /// Characters of a body that is no notice.
    private static let excerptCharactersMax = 200
    /// A notice is far smaller; what is larger is shown as an excerpt.
    private static let bodyLimits = JSONLimits(bytesMax: 1024 * 1024, depthMax: 64, membersMax: 65_536)

    func make() -> Page {
        var page = Page()
        page.line(heading)
        if let body, body["data"]?.object != nil {
            page.append(notice(body))
        } else {
            page.fields([Field("body", excerpt)])
        }
        page.line("")
        return page
    }

    /// One object for each webhook, for `--json`.
    func json(answered httpStatus: Int) -> JSON {
        var object = JSONObject([
            JSONObject.Member("at", .string(finding.receivedAt.rfc3339)),
            JSONObject.Member("method", .string(finding.webhook.method)),
            JSONObject.Member("target", .string(finding.webhook.target)),
            JSONObject.Member("webhook_id", finding.webhook.header("webhook-id").map { .string($0) } ?? .null),
            JSONObject.Member("earlier_arrivals", .integer(Int64(finding.earlierArrivals))),
            JSONObject.Member("signature", .string(finding.code)),
            JSONObject.Member("signature_valid", finding.isValid.map { .bool($0) } ?? .null),
            JSONObject.Member("answered", .integer(Int64(httpStatus))),
        ])
        if let body {
            object.set("body", body)
        } else {
            object.set("body_text", .string(String(decoding: finding.webhook.body, as: UTF8.self)))
        }
        return .object(object)
    }

    private var body: JSON? { try? JSON(parsing: finding.webhook.body, limits: Self.bodyLimits) }

    private var heading: [Span] {
        let ink: Ink = finding.isValid.map { $0 ? .good : .bad } ?? .warning
        let repeated = finding.earlierArrivals > 0 ? "  REPEAT \(finding.earlierArrivals) of this id" : ""
        return [
            Span(WrittenTime.plain(finding.receivedAt.rfc3339), .faint),
            Span("  \(finding.webhook.method) \(finding.webhook.target)", .strong),
            Span("  \(finding.webhook.header("webhook-id") ?? "without webhook-id")"), Span(repeated, .warning), "  ",
            Span(finding.sentence, ink),
        ]
    }

    private func notice(_ body: JSON) -> Page {
        let data = body["data"] ?? .null
        let you = [data["you"]?.text("party"), data["you"]?.text("role")].compactMap(\.self).joined(separator: ".")
        var page = Page()
        page.fields([
            Field(
                "notice",
                [
                    [
                        Span(kind(data) + ", "),
                        Span(data.text("severity") ?? "?", StateInk.severity(data.text("severity"))),
                        Span(": "), Span(data.text("summary") ?? "?", .strong),
                    ]
                ]),
            Field("incident", about(data)),
            Field("to", you.isEmpty ? nil : you),
            Field("owner", data["ruling"].map { RulingPage(ruling: $0).sentence }),
            Field("why you", data.text("because_of")),
            Field("rules", data.texts("rules").isEmpty ? nil : data.texts("rules").joined(separator: ", ")),
            Field("due", data.text("due").map { WrittenTime.relative($0, to: finding.receivedAt) }),
            Field("next", data.text("next")),
            Field("answer", data["acknowledge"]?.text("command")),
        ])
        return page
    }

    private func kind(_ data: JSON) -> String { (data.text("kind") ?? "?").replacing("_", with: " ") }

    private func about(_ data: JSON) -> String? {
        let parts = [data.text("incident"), data.text("category"), data.text("asset"), data.text("agreement")]
        let present = parts.compactMap(\.self)
        return present.isEmpty ? nil : present.joined(separator: ", ")
    }

    private var excerpt: String {
        let bytes = finding.webhook.body
        let text = String(decoding: bytes.prefix(4 * Self.excerptCharactersMax), as: UTF8.self)
        let shown = String(text.prefix(Self.excerptCharactersMax))
        return "no notice, \(bytes.count) bytes" + (shown.isEmpty ? "" : ": " + shown + (shown == text ? "" : "…"))
    }
}
