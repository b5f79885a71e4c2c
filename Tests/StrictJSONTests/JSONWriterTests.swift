import StrictJSON
import Testing

@Suite struct JSONWriterTests {
    /// What the standard asks for, byte by byte.
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += #"\""#
            case "\\": quoted += #"\\"#
            case "\u{8}": quoted += #"\b"#
            case "\t": quoted += #"\t"#
            case "\n": quoted += #"\n"#
            case "\u{C}": quoted += #"\f"#
            case "\r": quoted += #"\r"#
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += #"\u00"# + (digits.count == 1 ? "0" : "") + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    @Test("every character is escaped, or not, wherever in a text it stands")
    func everyCharacterAtEveryPlace() {
        let characters = (0...0xFF).map { Unicode.Scalar(UInt8($0)) } + ["é", "×", "水", "😀", "\u{2028}", "\u{10FFFF}"]
        for scalar in characters {
            for length in 0...17 {
                for position in 0...length {
                    var scalars = String.UnicodeScalarView(repeatElement("a", count: length))
                    scalars.insert(scalar, at: scalars.index(scalars.startIndex, offsetBy: position))
                    let text = String(scalars)
                    #expect(JSON.string(text).text == quoted(text))
                }
            }
        }
    }

    @Test("what is written is read again as it was")
    func roundTrip() throws {
        let texts = [
            "", "a", "\u{0}", "tabs\tand \"quotes\" \\ and more than eight bytes", "\u{7F}\u{80}\u{1F}", "日本語 × é",
        ]
        let value = JSON.strings(texts)
        #expect(try JSON(parsing: value.bytes) == value)
    }

    @Test("members written straight into a text are those of the value")
    func straightIntoAText() throws {
        func write(to members: inout some JSONMembers) {
            members.set("empty") { _ in }
            members.set("word", "a \"b\"\n")
            members.set("none", .null)
            members.set("inner") {
                $0.set("count", 3)
                $0.set("deeper") { $0.set("list", .strings(["x", "y"])) }
                $0.set("after", true)
            }
            members.set("no objects", objects: 0) { _, _ in }
            members.set("objects", objects: 2) { object, position in
                object.set("position", .integer(Int64(position)))
                object.set("again") { $0.set("é", .null) }
            }
            members.set("last", .decimal("1.5"))
        }
        var object = JSONObject()
        write(to: &object)
        let text = JSONText.object { write(to: &$0) }
        #expect(text == JSON.object(object).text)
        #expect(try JSON(parsing: Array(text.utf8)) == .object(object))
        #expect(JSONText.object { _ in } == "{}")
    }

    @Test func writesCanonically() throws {
        let json: JSON = ["b": 1, "a": ["x", nil, true], "t": "q\"\\\u{08}\u{0C}\n\r\t\u{01}\u{7F}/é"]
        #expect(json.text == #"{"b":1,"a":["x",null,true],"t":"q\"\\\b\f\n\r\t\u0001\u007f/é"}"#)
        #expect(try JSON(parsing: json.bytes) == json)
    }

    @Test func writesForPeople() {
        let json: JSON = ["a": [1, ["b": [:]]], "c": []]
        #expect(
            json.prettyText == """
                {
                  "a": [
                    1,
                    {
                      "b": {}
                    }
                  ],
                  "c": []
                }
                """)
    }

    @Test func setReplacesInPlace() {
        var object = JSONObject()
        object.set("a", 1)
        object.set("b", 2)
        object.set("a", 3)
        object.set("c", ifPresent: nil)
        #expect(JSON.object(object).text == #"{"a":3,"b":2}"#)
    }
}
