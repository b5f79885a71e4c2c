import CivilTime
import Delivery
import Glibc
import StrictJSON
import Testing

@testable import CommandLineTool

@Suite("Receiving webhooks")
struct ListenTests {
    private static let secretText = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let nowSeconds: Int64 = 1_773_108_000

    private static func webhook(
        _ target: String = "/tern-hook", id: String = "msg_1", body: String = Samples.notice,
        at seconds: Int64 = nowSeconds, secret: String = secretText
    ) throws -> ReceivedWebhook {
        let signature = WebhookSignature.headerValue(
            secrets: [try WebhookSecret(parsing: secret)], id: id, timestamp: seconds, body: Array(body.utf8))
        return ReceivedWebhook(
            method: "POST", target: target,
            headers: [
                DaemonRequest.Item("Webhook-Id", id), DaemonRequest.Item("webhook-timestamp", String(seconds)),
                DaemonRequest.Item("WEBHOOK-SIGNATURE", signature),
            ], body: Array(body.utf8))
    }

    private static func without(_ name: String, _ webhook: ReceivedWebhook) -> ReceivedWebhook {
        ReceivedWebhook(
            method: webhook.method, target: webhook.target, headers: webhook.headers.filter { $0.name != name },
            body: webhook.body)
    }

    @Test("a notice with a valid signature reads as a notice")
    func notice() throws {
        let folder = try TemporaryFolder(["tern-hook": Self.secretText + "\n"])
        var bench = Bench()
        bench.webhooks = CannedWebhooks([try Self.webhook()])
        let outcome = bench.run("listen", "--secrets-directory", folder.path, "--port", "0", "--status", "202")
        #expect(
            outcome.data == """
                2026-03-10 02:00 UTC  POST /tern-hook  msg_1  signature valid
                  notice    opened, high: Unknown login
                  incident  inc_1, intrusion, tern-vps1, agr-tern
                  to        tern.sec
                  owner     tern owns this: the operating system of an unmanaged VPS is the customer's; \
                the provider would own it if the VPS were managed.
                  why you   You own what is concerned.
                  rules     JC-01, JC-02
                  due       2026-03-10 02:15 UTC (in 15 min)
                  next      Look at the host and acknowledge.
                  answer    tocsin ack inc_1


                """)
        #expect(outcome.talk == "Listening on http://127.0.0.1:49152/, answering 202. End with Ctrl-C.\n")
        #expect(bench.webhooks.replies == [WebhookReply(httpStatus: 202, isLast: false)])
    }

    @Test("each verdict has its words, and only a signature that does not hold fails")
    func verdicts() throws {
        let folder = try TemporaryFolder(["tern-hook": Self.secretText, "empty": "\n", "bad": "whsec_???"])
        let other = "whsec_" + String(repeating: "/", count: 42) + "8="
        let cases: [(ReceivedWebhook, String, CommandLineTool.ExitStatus)] = [
            (try Self.webhook(), "signature valid", .good),
            (try Self.webhook(at: Self.nowSeconds - 300), "signature valid", .good),
            (try Self.webhook(at: Self.nowSeconds - 301), "older than 5 minutes", .refused),
            (try Self.webhook(at: Self.nowSeconds + 301), "5 minutes ahead", .refused),
            (try Self.webhook(secret: other), "made with another secret", .refused),
            (Self.without("Webhook-Id", try Self.webhook()), "NOT SIGNED", .refused),
            (Self.without("webhook-timestamp", try Self.webhook()), "NOT SIGNED", .refused),
            (Self.without("WEBHOOK-SIGNATURE", try Self.webhook()), "NOT SIGNED", .refused),
            (try Self.webhook("/unknown"), "not checked: \(folder.path)/unknown cannot be read", .good),
            (try Self.webhook("/empty"), "not checked: \(folder.path)/empty holds no secret", .good),
            (try Self.webhook("/bad"), "not checked: \(folder.path)/bad: the secret is not base64", .good),
            (try Self.webhook("/"), "not checked: the path does not end in the name of a channel", .good),
        ]
        for (webhook, words, status) in cases {
            var bench = Bench()
            bench.webhooks = CannedWebhooks([webhook])
            let outcome = bench.run("listen", "--once", "--secrets-directory", folder.path)
            #expect(outcome.data.contains(words), "\(outcome.data)")
            #expect(outcome.status == status, "\(words)")
        }
    }

    @Test("a changed body does not hold, and a foreign body is shown in part and made visible")
    func changedBody() throws {
        let folder = try TemporaryFolder(["secret": Self.secretText])
        let signed = try Self.webhook()
        let changed = ReceivedWebhook(
            method: "POST", target: signed.target, headers: signed.headers, body: Array("hi \u{1B}[2J".utf8))
        var bench = Bench()
        bench.webhooks = CannedWebhooks([changed])
        let outcome = bench.run("listen", "--secret-file", folder.path + "/secret")
        #expect(outcome.status == .refused)
        #expect(
            outcome.data == """
                2026-03-10 02:00 UTC  POST /tern-hook  msg_1  signature NOT VALID: made with another secret, \
                or the message was changed
                  body  no notice, 7 bytes: hi \\u{1b}[2J


                """)
    }

    @Test("while secrets are being replaced, either is good")
    func twoSecrets() throws {
        let old = "whsec_" + String(repeating: "/", count: 42) + "8="
        let folder = try TemporaryFolder(["secret": "\(Self.secretText)\n\(old)\n"])
        for secret in [Self.secretText, old] {
            var bench = Bench()
            bench.webhooks = CannedWebhooks([try Self.webhook(secret: secret)])
            #expect(bench.run("listen", "--secret-file", folder.path + "/secret").data.contains("signature valid"))
        }
    }

    @Test("a repeated id is marked; --once ends after the first")
    func repeats() throws {
        var bench = Bench()
        bench.webhooks = CannedWebhooks([try Self.webhook(), try Self.webhook(id: "msg_2"), try Self.webhook()])
        let outcome = bench.run("listen")
        #expect(outcome.data.split(separator: "\n").count(where: { $0.contains("REPEAT") }) == 1)
        #expect(outcome.data.contains("  msg_1  REPEAT 1 of this id  signature not checked: no secret was given"))
        #expect(bench.webhooks.replies.count == 3)
        bench.webhooks = CannedWebhooks([try Self.webhook(), try Self.webhook()])
        _ = bench.run("listen", "--once")
        #expect(bench.webhooks.replies == [WebhookReply(httpStatus: 204, isLast: true)])
    }

    @Test("--json prints one object a line")
    func json() throws {
        let folder = try TemporaryFolder(["secret": Self.secretText])
        var bench = Bench()
        bench.webhooks = CannedWebhooks([try Self.webhook(body: #"{"x":1}"#), try Self.webhook("/a?b", body: "plain")])
        let outcome = bench.run("listen", "--json", "--secret-file", folder.path + "/secret")
        #expect(
            outcome.data == #"""
                {"at":"2026-03-10T02:00:00Z","method":"POST","target":"/tern-hook","webhook_id":"msg_1","earlier_arrivals":0,\#
                "signature":"valid","signature_valid":true,"answered":204,"body":{"x":1}}
                {"at":"2026-03-10T02:00:00Z","method":"POST","target":"/a?b","webhook_id":"msg_1","earlier_arrivals":1,\#
                "signature":"valid","signature_valid":true,"answered":204,"body_text":"plain"}

                """#)
    }

    @Test("a listener whose output is gone stops")
    func brokenOutput() throws {
        var bench = Bench()
        bench.console = MemoryConsole(isBroken: true)
        bench.webhooks = CannedWebhooks([try Self.webhook(), try Self.webhook()])
        #expect(bench.run("listen").status == .outputFailed)
        #expect(bench.webhooks.replies.count == 1)
    }

    @Test("a secret file that cannot serve stops the listener before it listens")
    func badSecretFile() throws {
        let folder = try TemporaryFolder(["short": "whsec_AAAA", "long": String(repeating: "a", count: 4097)])
        for name in ["none", "short", "long"] {
            let outcome = Bench().run("listen", "--secret-file", folder.path + "/" + name)
            #expect(outcome.status == .unreadable)
            #expect(!outcome.talk.contains("Listening"))
            #expect(outcome.talk.contains(folder.path + "/" + name))
        }
    }

    @Test("the memory of ids is bounded, and keeps the newer ones")
    func memory() throws {
        var judge = WebhookJudge(secrets: .none)
        func arrive(_ number: Int) -> Int {
            let webhook = ReceivedWebhook(
                method: "POST", target: "/", headers: [DaemonRequest.Item("webhook-id", "m\(number)")], body: [])
            return judge.judge(webhook, at: Bench.now).earlierArrivals
        }
        for number in 0..<WebhookJudge.idsMax { #expect(arrive(number) == 0) }
        #expect(arrive(0) == 1)
        #expect(arrive(WebhookJudge.idsMax) == 0)
        #expect(arrive(WebhookJudge.idsMax - 1) == 1)
        #expect(arrive(0) == 0)
    }

    @Test(
        "the channel is the end of the path, if that is a plain name",
        arguments: [
            ("/tern-hook", "tern-hook"), ("/a/b_c.d?x=/e", "b_c.d"), ("/a/", "a"), ("/", nil), ("", nil), ("/..", nil),
            ("/.ssh", nil), ("/a%2Fb", nil), ("/a b", nil), ("/\u{0}", nil), ("/a\\b", nil),
        ])
    func channel(target: String, name: String?) {
        #expect(ReceivedWebhook(method: "POST", target: target, headers: [], body: []).channel == name)
    }
}

/// A folder with files, gone with this value.
final class TemporaryFolder {
    let path: String
    private let names: [String]

    init(_ files: [String: String]) throws {
        var template = Array("/tmp/tocsin-test-XXXXXX".utf8CString)
        let made = unsafe mkdtemp(&template) != nil
        try #require(made)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        names = files.keys.sorted()
        for (name, text) in files { try Files.create(path + "/" + name, holding: text) }
    }

    deinit {
        for name in names { _ = unsafe unlink(path + "/" + name) }
        _ = unsafe rmdir(path)
    }
}
