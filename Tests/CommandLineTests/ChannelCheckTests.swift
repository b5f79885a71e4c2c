import Delivery
import StrictJSON
import Testing

@testable import CommandLineTool

/// The real policy over names of the test's own.
struct CannedAddressJudge: AddressJudging {
    static let names: [String: NameAnswer] = [
        "hooks.example": .found(
            [NetworkAddress("93.184.215.14"), NetworkAddress("2606:2800:21f::1")].compactMap { $0 }),
        "rebound.example": .found([NetworkAddress("93.184.215.14"), NetworkAddress("127.0.0.1")].compactMap { $0 }),
        "inside.example": .found([NetworkAddress("10.20.0.7")].compactMap { $0 }), "gone.example": .notFound,
        "slow.example": .failed("try again"),
    ]

    func check(_ url: String, allow: [AddressException], lookingUp: Bool) -> AddressCheck {
        let lookup: NameLookup = { Self.names[$0] ?? .notFound }
        return AddressCheck(url, policy: AddressPolicy(allow: allow), lookup: lookingUp ? lookup : nil)
    }
}

@Suite struct ChannelCheckTests {
    private func check(_ arguments: String..., input: String = "") -> (Outcome, [JSON]) {
        var bench = Bench()
        bench.console = MemoryConsole(input: Array(input.utf8))
        let outcome = bench.run(arguments: ["channel", "check", "--json"] + arguments)
        let json = try? JSON(parsing: Array(outcome.data.utf8))
        return (outcome, json?["checks"]?.array ?? [])
    }

    @Test(
        arguments: [
            ("https://hooks.example/a", true, nil), ("https://93.184.215.14/", true, nil),
            ("https://inside.example/", false, "address_special"), ("https://127.0.0.1/", false, "address_special"),
            ("https://0x7f.1/", false, "address_special"), ("http://hooks.example/", false, "plain_http"),
            ("https://hooks.example:6379/", false, "port_denied"), ("https://localhost/", false, "name_denied"),
            ("https://user@hooks.example/", false, "url_userinfo"), ("gopher://hooks.example/", false, "url_scheme"),
            ("https://gone.example/", false, nil), ("https://slow.example/", false, nil),
        ] as [(String, Bool, String?)])
    func says(_ url: String, _ isAllowed: Bool, _ code: String?) throws {
        let (outcome, checks) = check(url)
        #expect(outcome.status == (isAllowed ? .good : .refused))
        let first = try #require(checks.first)
        #expect(checks.count == 1 && first["url"]?.string == url && first["allowed"]?.bool == isAllowed)
        #expect(first["code"]?.string == code)
        #expect((first["reason"]?.string == nil) == isAllowed, "what is denied has a reason")
    }

    @Test func anExceptionOpensWhatItNames() throws {
        let url = "http://inside.example:8080/hook"
        #expect(check("--allow", "http://10.20.0.7:8080", url).0.status == .good)
        #expect(check("--allow", "10.20.0.7:443", url).0.status == .refused)
        let (outcome, _) = check("--allow", "inside.example", url)
        #expect(outcome.status == .usage && outcome.talk.contains("never a name"))
    }

    /// A name that also leads inside is used only for what is outside, and somebody should look.
    @Test func aNameThatLeadsInsideAsWellIsMarked() throws {
        let (outcome, checks) = check("https://rebound.example/")
        #expect(outcome.status == .good)
        #expect(checks[0]["mixed"] == true && checks[0]["addresses"]?.array?.map { $0["allowed"] } == [true, false])
        let page = Bench().run("channel", "check", "https://rebound.example/").data
        #expect(page.contains("127.0.0.1 is denied") && page.contains("Find out why"))
    }

    @Test func manyAreReadFromStandardInput() {
        let (outcome, checks) = check("-", input: "# ours\nhttps://hooks.example/a\r\n\n  https://127.0.0.1/\n")
        #expect(outcome.status == .refused)
        #expect(checks.map { $0["allowed"] } == [true, false])
        #expect(check("-", input: "# none\n").0.status == .usage)
        let many = String(repeating: "https://hooks.example/\n", count: 1001)
        #expect(check("-", input: many).0.status == .usage)
    }

    @Test func withoutALookupOnlyWhatIsWrittenIsJudged() {
        let (outcome, checks) = check("--no-lookup", "https://inside.example/")
        #expect(outcome.status == .good && checks[0]["addresses"] == [])
    }
}
