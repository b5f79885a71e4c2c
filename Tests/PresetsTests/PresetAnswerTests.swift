import StrictJSON
import Testing

@testable import Presets

@Suite struct PresetAnswerTests {
    private func answer(_ text: String) -> PresetAnswer { PresetAnswer(status: 400, body: Array(text.utf8)) }

    /// At most 100 characters of a foreign answer, all printable ASCII.
    @Test func quotesLittle() {
        #expect(answer("  no\r\n\tsuch\u{1B}[31m  hook ü\u{0}").excerpt == "no such [31m hook")
        let long = answer(String(repeating: "ab\u{7}", count: 5000)).excerpt
        #expect(long.count <= 100 && long.hasPrefix("ab ab"))
        #expect(answer("").why("no") == "no")
        #expect(answer("x").why("no") == "no: \"x\"")
        #expect(PresetAnswer(status: 400, body: [0xFF, 0xFE, 0x41]).excerpt == "A")
    }

    @Test func findsAFlag() {
        #expect(answer(#"{"a":1,"ok":true}"#).flag("ok") == true)
        #expect(answer(#"{"ok": true, "cut":"#).flag("ok") == true)
        #expect(answer(#"{"ok":false,"cut"#).flag("ok") == false)
        #expect(answer(#"{"a":1,"ok":true,"cut"#).flag("ok") == nil)
        #expect(answer(#"{"ok":"true"}"#).flag("ok") == nil)
        #expect(answer("").flag("ok") == nil)
    }

    @Test func readsWaits() {
        #expect(JSON.integer(3).secondsAsMilliseconds == 3000)
        #expect(JSON.decimal("0.0001").secondsAsMilliseconds == 1)
        #expect(JSON.decimal("1e400").secondsAsMilliseconds == 86_400_000)
        #expect(JSON.integer(.max).secondsAsMilliseconds == 86_400_000)
        #expect(JSON.integer(-1).secondsAsMilliseconds == nil)
        #expect(JSON.string("3").secondsAsMilliseconds == nil)
        #expect(JSON.integer(2500).boundedMilliseconds == 2500)
    }

    /// Whatever a receiver answers, every preset has a verdict, and quotes little.
    @Test(arguments: PresetRegistry.all.map { $0.name }) func judgesAnything(_ name: String) throws {
        let preset = try Samples.make(name)
        let bodies = [
            "", "{", "[]", "null", String(repeating: "x", count: 4096), #"{"ok":7,"retry_after":{},"code":"x"}"#,
            "\u{1B}]0;title\u{7}" + String(repeating: "é", count: 1000), #"{"parameters":[1],"id":5,"errcode":null}"#,
        ]
        for status in 200...599 {
            for body in bodies {
                let verdict = preset.judge(PresetAnswer(status: status, body: Array(body.utf8)))
                #expect(verdict == .delivered ? status < 300 : verdict == .byStatus || !verdict.why.isEmpty)
                #expect(verdict.why.utf8.count <= 200)
                #expect(verdict.why.utf8.allSatisfy { (0x20...0x7E).contains($0) })
            }
        }
    }
}
