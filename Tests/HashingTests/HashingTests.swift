import Hashing
import Testing

@Suite struct HashingTests {
    /// FIPS 180-2, appendix B.
    @Test func sha256() {
        #expect(
            Hash.sha256(Array("abc".utf8)).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Hash.sha256().hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(Hash.sha256(Array("a".utf8), Array("bc".utf8)) == Hash.sha256(Array("abc".utf8)))
    }

    /// RFC 4231, test case 2.
    @Test func hmac() {
        let code = Hash.hmacSHA256(key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8))
        #expect(Hexadecimal.encode(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func base64(_ text: String, _ encoded: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == encoded)
        #expect(Base64.decode(encoded) == bytes)
        let url = String(encoded.prefix { $0 != "=" })
        #expect(Base64.encode(bytes, as: .url) == url)
        #expect(Base64.decode(url, as: .url) == bytes)
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Zm9v\n", "Zm9v====", "Z", "Zm-v", "=", "====", "Zg==Zg=="])
    func refusesLaxBase64(_ text: String) { #expect(Base64.decode(text) == nil) }

    @Test func urlFormHasItsOwnAlphabet() {
        #expect(Base64.encode([0xFB, 0xFF], as: .url) == "-_8")
        #expect(Base64.decode("-_8", as: .url) == [0xFB, 0xFF])
        #expect(Base64.decode("+/8", as: .url) == nil)
        #expect(Base64.decode("-_8=", as: .url) == nil)
    }

    @Test func hexadecimal() {
        #expect(Hexadecimal.encode([0, 0x0F, 0xFF]) == "000fff")
        #expect(Hexadecimal.decode("000FfF") == [0, 0x0F, 0xFF])
        #expect(Hexadecimal.decode("0") == nil)
        #expect(Hexadecimal.decode("0g") == nil)
    }

    @Test func comparesWholeValues() {
        #expect(Hash.constantTimeEqual([1, 2], [1, 2]))
        #expect(!Hash.constantTimeEqual([1, 2], [1, 3]))
        #expect(!Hash.constantTimeEqual([1, 2], [1, 2, 3]))
        #expect(Digest256(bytes: [1]) == nil)
    }
}
