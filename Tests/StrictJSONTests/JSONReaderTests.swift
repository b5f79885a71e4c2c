import StrictJSON
import Testing

@Suite struct JSONReaderTests {
    @Test func readsEveryKindOfValue() throws {
        let json = try JSON(
            parsing: #" {"a":null,"b":[true,false],"c":-12,"d":1.50,"e":"\u00e9\n\ud83d\ude00","f":{}} "#)
        #expect(json["a"] == .null)
        #expect(json["b"] == [true, false])
        #expect(json["c"] == -12)
        #expect(json["d"] == .decimal("1.50"))
        #expect(json["e"] == "é\n😀")
        #expect(json["f"] == .object(JSONObject()))
        #expect(json.object?.names == ["a", "b", "c", "d", "e", "f"])
    }

    @Test(arguments: [
        ("", JSONError.Code.empty), ("  ", .empty), ("\u{FEFF}{}", .byteOrderMark), ("{", .unexpectedEnd),
        ("[1,", .unexpectedEnd),
        ("{\"a\":1,}", .unexpectedByte), ("[1,]", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte),
        ("{a:1}", .unexpectedByte),
        ("'a'", .unexpectedByte), ("tru", .unexpectedEnd), ("nul1", .unexpectedByte), ("NaN", .unexpectedByte),
        ("01", .invalidNumber),
        ("-", .invalidNumber), ("1.", .invalidNumber), ("1e", .invalidNumber), (".5", .unexpectedByte),
        ("+1", .unexpectedByte),
        ("\"a", .unexpectedEnd), ("\"\u{01}\"", .controlCharacter), ("\"a\nb\"", .controlCharacter),
        (#""\x""#, .invalidEscape),
        (#""\u12g4""#, .invalidEscape), (#""\ud800""#, .loneSurrogate), (#""\ud800\u0041""#, .loneSurrogate),
        (#""\udc00""#, .loneSurrogate), ("{\"a\":1,\"a\":2}", .duplicateName), (#"{"a":1,"\u0061":2}"#, .duplicateName),
        ("1 2", .trailingBytes), ("{}{}", .trailingBytes), ("// c\n1", .unexpectedByte),
    ]) func refuses(_ text: String, _ code: JSONError.Code) {
        #expect { try JSON(parsing: text) } throws: { ($0 as? JSONError)?.code == code }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0x5C, 0x6E, 0x80, 0x22],
        ] as [[UInt8]]) func refusesInvalidUTF8(_ bytes: [UInt8])
    {
        #expect { try JSON(parsing: bytes) } throws: { ($0 as? JSONError)?.code == .invalidUTF8 }
    }

    @Test func namesWhatAppearsTwice() {
        #expect { try JSON(parsing: #"{"a":1,"bb":2,"bb":3}"#) } throws: { error in
            let error = error as? JSONError
            return error?.name == "bb" && error?.offset == 14
        }
    }

    @Test func findsDuplicatesAmongManyMembers() {
        let members = (0..<20).map { "\"k\($0)\":1" }.joined(separator: ",")
        #expect(throws: Never.self) { try JSON(parsing: "{\(members)}") }
        #expect { try JSON(parsing: "{\(members),\"k3\":2}") } throws: { ($0 as? JSONError)?.code == .duplicateName }
    }

    @Test func keepsLimits() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let limits = JSONLimits(bytesMax: 100, depthMax: 4, membersMax: 3)
        _ = try JSON(parsing: nested(4), limits: limits)
        #expect { try JSON(parsing: nested(5), limits: limits) } throws: { ($0 as? JSONError)?.code == .tooDeep }
        _ = try JSON(parsing: "[1,2,3]", limits: limits)
        #expect { try JSON(parsing: "[1,2,3,4]", limits: limits) } throws: {
            ($0 as? JSONError)?.code == .tooManyMembers
        }
        #expect { try JSON(parsing: #"{"a":1,"b":1,"c":1,"d":1}"#, limits: limits) } throws: {
            ($0 as? JSONError)?.code == .tooManyMembers
        }
        _ = try JSON(parsing: "\"" + String(repeating: "x", count: 98) + "\"", limits: limits)
        #expect { try JSON(parsing: "\"" + String(repeating: "x", count: 99) + "\"", limits: limits) } throws: {
            ($0 as? JSONError)?.code == .tooLong
        }
        // Depth is counted anew for each value, not summed over siblings.
        _ = try JSON(parsing: "[[[1]],[[2]],{\"a\":{}}]", limits: limits)
    }

    @Test func keepsNumbersExactly() throws {
        #expect(try JSON(parsing: "9223372036854775807") == .integer(.max))
        #expect(try JSON(parsing: "-9223372036854775808") == .integer(.min))
        #expect(try JSON(parsing: "9223372036854775808") == .decimal("9223372036854775808"))
        #expect(try JSON(parsing: "-0") == .decimal("-0"))
        #expect(try JSON(parsing: "1E+2") == .decimal("1E+2"))
    }

    /// Whatever the bytes, the reader answers; what it accepts, it writes and reads back as the same value.
    @Test(arguments: 0..<20) func survivesRandomBytes(_ seed: UInt64) throws {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % bound
        }
        let alphabet = Array("{}[]\",:0123456789.eE+-truefalsn\\u d\u{7F}é".utf8)
        for _ in 0..<2000 {
            let bytes = (0..<next(40)).map { _ in next(10) == 0 ? UInt8(next(256)) : alphabet[next(alphabet.count)] }
            guard let value = try? JSON(parsing: bytes) else { continue }
            #expect(try JSON(parsing: value.bytes) == value)
        }
    }
}
