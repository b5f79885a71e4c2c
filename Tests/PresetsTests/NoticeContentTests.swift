import StrictJSON
import Testing

@testable import Presets

@Suite struct NoticeContentTests {
    @Test func readsWhatIsThere() throws {
        let notice = try Samples.opened()
        #expect(notice.kind == "opened" && notice.notice == "not_1" && notice.incident == "inc_1")
        #expect(notice.party == "tern" && notice.role == "sec" && notice.owner == "tern" && !notice.isInTriage)
        #expect(notice.rules == ["JC-01"] && notice.due == "2026-03-10T02:15:00Z")
        #expect(notice.tone == .problem(.high) && !notice.isEnd && !notice.isTest)
    }

    @Test(arguments: ["{}", #"{"data":{}}"#, #"{"data":[]}"#, "null", "7", #"{"data":{"summary":"  "}}"#])
    func managesWithoutAnything(_ text: String) throws {
        let notice = try Samples.notice(text)
        #expect(notice.title == "[INFO] Something happened.")
        #expect(notice.facts == [NoticeFact(label: "Owner", value: "nobody")])
        #expect(notice.paragraphs.isEmpty && notice.memberLines.isEmpty && notice.shownCommand == nil)
        #expect(notice.group(max: 64) == "tocsin")
    }

    @Test(arguments: [
        ("opened", "[HIGH] Unknown login"), ("escalated", "[HIGH] Escalated: Unknown login"),
        ("overdue", "[HIGH] Overdue: Unknown login"), ("nobody_reached", "[HIGH] Nobody reached: Unknown login"),
        ("resolved", "[RESOLVED] Unknown login"), ("canary", "[TEST] [HIGH] Unknown login"),
        ("a kind of the future", "[HIGH] Unknown login"),
    ])
    func saysWhatHappened(_ kind: String, _ title: String) throws {
        #expect(try Samples.opened(["kind": .string(kind)]).title == title)
    }

    @Test func marksWhatWasCalledATest() throws {
        let notice = try Samples.notice(Samples.openedText, isTest: true)
        #expect(notice.title == "[TEST] [HIGH] Unknown login")
        #expect(notice.tone == .problem(.info))
    }

    @Test func saysWhoseItIs() throws {
        func owner(_ ruling: JSON) throws -> String? { try Samples.opened(["ruling": ruling]).facts.first?.value }
        #expect(try owner(["party": "tern"]) == "tern (you)")
        #expect(try owner(["party": "prov"]) == "prov")
        #expect(try owner(["party": nil, "triage": "unknown_asset"]) == "not known yet")
        #expect(try owner(["party": nil, "triage": nil]) == "nobody")
    }

    /// A digest is as bad as the worst of what is not over.
    @Test func weighsADigest() throws {
        let ended: JSON = ["severity": "critical", "state": "closed", "summary": "a"]
        let open: JSON = ["severity": "medium", "state": "open", "summary": "b"]
        #expect(try Samples.opened(["told": [ended, open]]).tone == .problem(.medium))
        let over = try Samples.opened(["told": [ended], "kind": "silence_ended"])
        #expect(over.tone == .end)
        #expect(over.title == "[RESOLVED] 1 notice held by a silence")
    }

    /// However long a summary is, the incident can be read.
    @Test func namesEveryMember() throws {
        let long = JSON.string(String(repeating: "word ", count: 500))
        let line = try Samples.opened(["told": [["summary": long, "incident": "inc_1"]]]).memberLines.first
        #expect(line?.hasSuffix("… (inc_1)") == true)
    }

    @Test func showsTheCommandOnlyWhereItHelps() throws {
        #expect(try Samples.opened(["next": "Look."]).shownCommand == "tocsin ack inc_1")
        #expect(try Samples.opened([:]).shownCommand == nil)
        #expect(try Samples.opened(["next": "Look."], link: Samples.link).shownCommand == nil)
        #expect(try Samples.opened(["next": "Look.", "kind": "resolved"]).shownCommand == nil)
        #expect(try Samples.opened(["next": "Look.", "kind": "canary"]).shownCommand == nil)
    }

    @Test(arguments: [
        "javascript:alert(1)", "ftp://a", "https://a b", "https://a\"onclick", "https://a)", "https://ü.example",
        "https://a/" + String(repeating: "x", count: 600), "", "https://a<b>", "https://a\n",
    ])
    func takesNoLinkThatAProductWouldNot(_ link: String) throws {
        #expect(try Samples.opened([:], link: link).acknowledgeLink == nil)
    }

    @Test func takesALinkOfTheWeb() throws {
        let link = "http://10.0.0.1:8080/a?t=b-c_d&e=%20"
        #expect(try Samples.opened([:], link: link).acknowledgeLink == link)
        #expect(try Samples.opened(["kind": "resolved"], link: link).acknowledgeLink == nil)
    }
}
