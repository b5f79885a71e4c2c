import Delivery
import Glibc
import Testing

/// TLS against openssl's test server, with a certificate made for the occasion.
@Suite(.timeLimit(.minutes(1)), .enabled(if: SecureReceiver.isPossible))
struct CertificateTests {
    private func outcome(certificateFor name: String, trusted: Bool) async throws -> AttemptOutcome {
        let receiver = try SecureReceiver(name: name)
        defer { receiver.stop() }
        var outcome: AttemptOutcome?
        let bundle = trusted ? receiver.certificate : DeliveryEngine.systemCertificateAuthorities
        let channel = try local("a", "https://hooks.example:\(receiver.port)/")
        let lookup: NameLookup = { _ in .found([.v4(0x7F00_0001)]) }
        try await withEngine([channel], certificateAuthorities: bundle, lookup: lookup) { outcome = await $0.send() }
        return try #require(outcome)
    }

    @Test func aTrustedCertificateForTheName() async throws {
        let outcome = try await outcome(certificateFor: "DNS:hooks.example", trusted: true)
        #expect(outcome.result == .delivered)
    }

    @Test func aCertificateForAnotherName() async throws {
        let outcome = try await outcome(certificateFor: "DNS:other.example", trusted: true)
        #expect(outcome.result == .notDelivered && outcome.reason == .tlsCertificate)
    }

    @Test func aCertificateThatNobodyTrusts() async throws {
        let outcome = try await outcome(certificateFor: "DNS:hooks.example", trusted: false)
        #expect(outcome.result == .notDelivered && outcome.reason == .tlsCertificate)
    }

    @Test func aBundleThatIsNotThere() async throws {
        try await withEngine(
            [try local("a", "https://127.0.0.1:1025/", connectTimeout: 1000)], certificateAuthorities: "/nonexistent"
        ) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .notDelivered)
            #expect([.localError, .connectRefused].contains(outcome.reason))
        }
    }
}
