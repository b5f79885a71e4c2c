import Testing

@testable import Intake

struct FormDecoderTests {
    private func decode(_ text: String) throws(FormError) -> [FormDecoder.Field] {
        try FormDecoder.decode(Array(text.utf8))
    }

    @Test func decodesNamesAndValues() throws {
        #expect(try decode("").isEmpty)
        #expect(
            try decode("a=1&b=&c%20d=x+y%2b%E2%82%AC") == [
                FormDecoder.Field(name: "a", value: "1"), FormDecoder.Field(name: "b", value: ""),
                FormDecoder.Field(name: "c d", value: "x y+€"),
            ])
        #expect(try decode("a=b=c") == [FormDecoder.Field(name: "a", value: "b=c")])
        #expect(try decode("s=Größe") == [FormDecoder.Field(name: "s", value: "Größe")])
    }

    @Test(arguments: [
        ("a=%", FormError.Code.invalidEscape, 2), ("a=%2", .invalidEscape, 2), ("a=%2&b=1", .invalidEscape, 2),
        ("a=%zz", .invalidEscape, 2), ("a=%+1", .invalidEscape, 2), ("a=x%00", .zeroByte, 3),
        ("a=%FF", .invalidUTF8, 2),
        ("a=%C3", .invalidUTF8, 2), ("a=%ED%A0%80", .invalidUTF8, 2), ("a=1&a=2", .duplicate("a"), 4),
        ("a=1&%61=2", .duplicate("a"), 4), ("a", .missingEqualsSign, 0), ("=1", .missingEqualsSign, 0),
        ("a=1&", .emptyPair, 4), ("&a=1", .emptyPair, 0), ("a=1&&b=2", .emptyPair, 4),
    ])
    func refuses(_ text: String, _ code: FormError.Code, _ offset: Int) {
        #expect(throws: FormError(code: code, offset: offset)) { try decode(text) }
    }

    @Test func fieldsAreLimited() throws {
        let fields = (0...IntakeLimits.formFieldsMax).map { "f\($0)=1" }
        #expect(try decode(fields.dropLast().joined(separator: "&")).count == IntakeLimits.formFieldsMax)
        let error = #expect(throws: FormError.self) { try decode(fields.joined(separator: "&")) }
        #expect(error?.code == .tooManyFields)
    }

    @Test(arguments: [
        ("application/json", MediaType.json), ("Application/JSON; charset=UTF-8", .json),
        ("application/json ;charset=\"utf-8\"", .json),
        ("application/x-www-form-urlencoded", .form), ("application/json; charset=latin1", nil), ("text/plain", nil),
        ("", nil),
        (nil, nil), ("application/json, text/plain", nil),
    ])
    func mediaTypes(_ text: String?, _ type: MediaType?) {
        #expect(MediaType(contentType: text) == type)
    }
}
