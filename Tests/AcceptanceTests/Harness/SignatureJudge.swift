import Foundation

/// Has signatures verified by the PyPI package `standardwebhooks`, which shares no code with ours.
enum SignatureJudge {
    private static let script = """
        import base64, json, sys
        from standardwebhooks import Webhook
        verdicts = []
        for case in json.load(sys.stdin):
            try:
                Webhook(case["secret"]).verify(base64.b64decode(case["body"]), case["headers"])
                verdicts.append(True)
            except Exception as error:
                print(repr(error), file=sys.stderr)
                verdicts.append(False)
        json.dump(verdicts, sys.stdout)
        """

    /// Whether each webhook is signed with the secret of its channel.
    static func verify(_ webhooks: [Webhook], in world: World) throws -> [Bool] {
        let cases = try webhooks.map { webhook -> [String: Any] in
            [
                "secret": try world.secret(of: webhook.channel), "body": Data(webhook.body).base64EncodedString(),
                "headers": webhook.headers,
            ]
        }
        let input = String(decoding: try JSONSerialization.data(withJSONObject: cases), as: UTF8.self)
        let result = try Finished.run(Installation.python, ["-c", script], in: world.folder, input: input)
        guard result.exit == .exit(0) else { throw Trouble("python ended with \(result.exit): \(result.errors)") }
        return try result.json.items.compactMap(\.bool)
    }
}
