import Hashing
import StrictJSON
import Testing
import Transparency

@testable import Ledger

/// Hands out prepared byte strings.
private struct PreparedSalts: SaltSource {
    var values: [[UInt8]]

    mutating func next(count: Int) -> [UInt8] {
        let value = values.removeFirst()
        precondition(value.count == count, "asked for \(count) bytes, \(value.count) prepared")
        return value
    }
}

@Suite struct SealingTests {
    // The redaction vector of the log's reference vectors: three parts, an entry that holds their digests, and the
    // entry that records the erasure of one.
    static let parts: [(part: EntryPart, salt: String, disclosure: String, digest: String)] = [
        (
            EntryPart(name: "text", value: "Disk errors seen by Jane Roe, +1 555 0100"),
            "_7K8cpyCbIO-RB03sQaXJAXjwWE1jLFHfELxTL1P34",
            "WyJfN0s4Y3B5Q2JJT1ctUkIwM3NRYVhKQVhqd1dFMWpMRkhmRUx4VEwxUDM0IiwidGV4dCIsIkRpc2sgZXJyb3JzIHNlZW4gYnkgSmFuZ"
                + "SBSb2UsICsxIDU1NSAwMTAwIl0",
            "K8lFgGzbvzTn-NcTJlvTKnIqpHBaYlWjMPcjDC1HcAM"
        ),
        (
            EntryPart(name: "reporter", value: ["mail": "jane@customer.example"]), "",
            "WyJ6eFpQWE41UUdMR1czeVVtTjJ2a1d5Yy1abHpJNTRKLWJNMXI2Q1lGT0t3IiwicmVwb3J0ZXIiLHsibWFpbCI6ImphbmVAY3VzdG9tZ"
                + "XIuZXhhbXBsZSJ9XQ",
            "GGrRtt8lCEQpDm_zX1l-99F3a7iSGl8bO4CgMsJ_Y6A"
        ),
        (
            EntryPart(name: "endpoint", value: "https://hooks.customer.example/t/9f3c"), "",
            "WyJZczE3YUw2ZWJ3MmpxWlV6MXltRXBDYURzUGxJWXdzaXh5YW9ycHBYU0dzIiwiZW5kcG9pbnQiLCJodHRwczovL2hvb2tzLmN1c3Rvb"
                + "WVyLmV4YW1wbGUvdC85ZjNjIl0",
            "a4H0Y6hjsSPBVoIeOWYk47yAgxDYeNgXX11rKlm5IM4"
        ),
    ]
    static let entry =
        #"{"v":1,"type":"report","id":"01JGFJJZ00000000000000TEST","ts":"2026-01-01T00:00:00.000000Z","#
        + #""party":"customer","severity":"warning","_sd_alg":"sha-256","_sd":["#
        + #""GGrRtt8lCEQpDm_zX1l-99F3a7iSGl8bO4CgMsJ_Y6A","K8lFgGzbvzTn-NcTJlvTKnIqpHBaYlWjMPcjDC1HcAM","#
        + #""a4H0Y6hjsSPBVoIeOWYk47yAgxDYeNgXX11rKlm5IM4"]}"#
    static let redaction =
        #"{"v":1,"type":"redaction","id":"01JGFJJZ00000000000001TEST","ts":"2026-02-01T00:00:00.000000Z","#
        + #""party":"provider","of":"01JGFJJZ00000000000000TEST","index":0,"#
        + #""digests":["GGrRtt8lCEQpDm_zX1l-99F3a7iSGl8bO4CgMsJ_Y6A"],"reason":"erasure-request"}"#

    /// The salt inside a disclosure of the vector.
    static func salt(of disclosure: String) throws -> [UInt8] {
        let bytes = try #require(Base64.decode(disclosure, as: .url))
        let salt = try #require(JSON(parsing: bytes).array?.first?.string)
        return try #require(Base64.decode(salt, as: .url))
    }

    @Test func disclosuresAndEnvelopeAreThoseOfTheVector() throws {
        let id = [UInt8](0..<16)
        var salts = PreparedSalts(values: [id] + (try Self.parts.map { try Self.salt(of: $0.disclosure) }))
        let draft = EntryDraft(
            ledger: "house", type: "report", timestamp: "2026-01-01T00:00:00.000000Z",
            fields: JSONObject([.init("party", "customer"), .init("severity", "warning")]),
            parts: Self.parts.map(\.part))
        let sealed = try EntrySealer.seal(draft, using: &salts)
        #expect(sealed.parts.map(\.disclosure) == Self.parts.map(\.disclosure))
        #expect(sealed.parts.map(\.digest) == Self.parts.map(\.digest))
        // The vector's id has another form than ours; all else is equal to the byte.
        let expected = Self.entry.split(separator: "01JGFJJZ00000000000000TEST")
            .joined(separator: "AAECAwQFBgcICQoLDA0ODw")
        #expect(String(decoding: sealed.bytes, as: UTF8.self) == expected)
        #expect(sealed.leaf == TreeHash.leaf(sealed.bytes))
    }

    @Test func treeOfTheVector() {
        var frontier = TreeFrontier()
        let leaves = [Self.entry, Self.redaction].map { TreeHash.leaf(Array($0.utf8)) }
        #expect(leaves[0].hex == "49d3611d4050e2373301fe925151a161a0f259cd3cf06c779f14103a56d5fc94")
        #expect(leaves[1].hex == "c2e9e7d0bc2b0191136098090622941d07d69ff001f5018bad73f5bb2cbcbf41")
        for leaf in leaves { frontier.append(leaf) }
        #expect(frontier.root.hex == "1e31886d41bbc804990923077f89e8e755f1002a5cc29a8bdf119b946bfd1f04")
        #expect(Envelope(Array(Self.entry.utf8), checkingForm: true)?.digests == Self.parts.map(\.digest).sorted())
        #expect(Envelope(Array(Self.redaction.utf8), checkingForm: true)?.digests == [])
    }

    /// RFC 9901 section 4.2.3: a disclosure that another program wrote, with spaces.
    @Test func disclosureOfTheRFCOpens() throws {
        let text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
        let opened = try #require(
            Disclosure(text: text, digest: "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"))
        #expect(opened.name == "family_name")
        #expect(opened.value == "Möbius")
        #expect(Disclosure(text: text, digest: "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC1") == nil)
    }

    @Test func withoutPartsThereAreNoDigests() throws {
        var salts = CountingSalts()
        let draft = EntryDraft(
            ledger: "agr-tern", type: "incident.closed", timestamp: "2026-03-10T02:00:00Z", incident: "inc_1",
            closesIncident: true)
        let entry = try EntrySealer.seal(draft, using: &salts)
        let text = String(decoding: entry.bytes, as: UTF8.self)
        #expect(
            text == #"{"v":1,"type":"incident.closed","id":"AQAAAAAAAAABAAAAAAAAAA","#
                + #""ts":"2026-03-10T02:00:00Z","incident":"inc_1","closes":true}"#)
        #expect(entry.closesIncident)
    }

    @Test func anEntryOfExactlyTheLimitPassesAndOneByteMoreDoesNot() throws {
        let empty = try sealed(fields: JSONObject([.init("x", "")])).bytes.count
        let room = LedgerLimits.entryBytesMax - empty
        let fits = JSONObject([.init("x", .string(String(repeating: "a", count: room)))])
        #expect(try sealed(fields: fits).bytes.count == LedgerLimits.entryBytesMax)
        let over = JSONObject([.init("x", .string(String(repeating: "a", count: room + 1)))])
        #expect(throws: EntrySealError.tooLarge(bytes: 8193, max: 8192)) { try sealed(fields: over) }
    }

    @Test func aPartAboveItsLimitIsRefused() throws {
        let value = JSON.string(String(repeating: "a", count: LedgerLimits.disclosureBytesMax))
        #expect(throws: EntrySealError.self) { try sealed(parts: [EntryPart(name: "text", value: value)]) }
    }

    @Test(arguments: ["v", "type", "id", "ts", "incident", "_sd", "_sd_alg", "..."])
    func namesOfTheEnvelopeAreReserved(_ name: String) {
        #expect(throws: EntrySealError.reservedField(name)) { try sealed(fields: JSONObject([.init(name, 1)])) }
        #expect(throws: EntrySealError.reservedField(name)) { try sealed(parts: [EntryPart(name: name, value: 1)]) }
    }

    @Test func namesAreUniqueOverFieldsAndParts() {
        let text = EntryPart(name: "text", value: "a")
        #expect(throws: EntrySealError.duplicateName("text")) { try sealed(parts: [text, text]) }
        #expect(throws: EntrySealError.duplicateName("text")) {
            try sealed(fields: JSONObject([.init("text", 1)]), parts: [text])
        }
    }

    @Test(arguments: ["", "a/b", "a b", "ä", String(repeating: "a", count: 65), "a\0"])
    func badLedgerNamesAreRefused(_ name: String) {
        #expect(throws: EntrySealError.invalidLedgerName(name)) { try sealed(name) }
    }

    @Test func systemSaltsDiffer() {
        var salts = SystemSaltSource()
        let first = salts.next(count: 33)
        #expect(first.count == 33)
        #expect(first != salts.next(count: 33))
    }
}
