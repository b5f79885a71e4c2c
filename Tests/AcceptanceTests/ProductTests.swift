import Foundation
import Testing

/// A channel that leads to a product tells it in the product's words, and believes what the product says.
@Suite(.ownThread) struct ProductTests {
    private static let signed = "secret_file: ../../var/secrets/tern"

    @Test func aProductIsToldInItsOwnWords() throws {
        let daemon = try DaemonUnderTest.started {
            try $0.replace(
                Self.signed, with: "preset: slack\n      headers: [{name: x-team, value: noc}]",
                in: "agreements/tern.yaml")
        }
        daemon.receiver.answer { webhook, _ in webhook.channel == "tern" ? .page("ok") : .status(204) }
        let incident = try daemon.opened("Web <!here> & shell")
        let told = try daemon.receiver.first("the message") { $0.channel == "tern" }
        #expect(told.method == "POST" && told.headers["x-team"] == "noc")
        #expect(told.headers["webhook-id"] == nil)
        let text = told.json["text"].string ?? ""
        #expect(text.contains("Web &lt;!here&gt; &amp; shell"))
        #expect(String(decoding: told.body, as: UTF8.self).contains(incident))
        try eventually("the delivery is on record") {
            try daemon.incident(incident)["incident"]["notices"].items.contains { notice in
                notice["deliveries"].items.contains {
                    $0["channel"].string == "tern" && $0["state"].string == "delivered"
                }
            }
        }
    }

    /// 200 without the word that Slack answers is a proxy or a sign-in page, and 404 a hook that was revoked: three tries, in case it
    /// was only for a moment, and no more.
    @Test(arguments: [
        (WebhookReceiver.Reply.page("<html>sign in</html>"), "rejected"), (.status(404), "channel_gone"),
    ])
    func whatAProductRefusesIsGivenUpSoon(_ reply: WebhookReceiver.Reply, _ reason: String) throws {
        let daemon = try DaemonUnderTest.started {
            try $0.replace(Self.signed, with: "preset: slack", in: "agreements/tern.yaml")
        }
        daemon.receiver.answer { webhook, _ in webhook.channel == "tern" ? reply : .status(204) }
        let incident = try daemon.opened("Web shell")
        try eventually("nobody took it", within: 30) {
            let notice = try daemon.incident(incident)["incident"]["notices"][0]
            let delivery = notice["deliveries"][0]
            return notice["state"].string == "undelivered" && delivery["state"].string == "gave_up"
                && delivery["last_reason"].string == reason && delivery["attempts"].number == 3
        }
    }

    @Test func aHeaderIsThereOnce() throws {
        let world = try World()
        try world.replace(
            Self.signed, with: Self.signed + "\n      headers: [{name: x-a, value: x}, {name: X-A, value: \"y\"}]",
            in: "agreements/tern.yaml")
        let checked = try ConfigurationTests.checkConfiguration(world)
        #expect(checked.exit == .exit(78))
        #expect(checked.errors.contains("agreements/tern.yaml:19:40") && checked.errors.contains("twice"))
    }

    @Test(arguments: ["host", "webhook-id", "a b"])
    func aHeaderThatCannotBeSentIsRefusedBeforeTheStart(_ name: String) throws {
        let world = try World()
        try world.replace(
            Self.signed, with: Self.signed + "\n      headers: [{name: \"\(name)\", value: x}]",
            in: "agreements/tern.yaml")
        let checked = try ConfigurationTests.checkConfiguration(world)
        #expect(checked.exit == .exit(78))
        #expect(checked.errors.contains("agreements/tern.yaml:19:17") && checked.errors.contains("the header"))
    }
}
