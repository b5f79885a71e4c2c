import Delivery
import Foundation
import Glibc
import Synchronization
import Testing

/// What becomes of attempts that find no receiver, or must not.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    @Test func aPortWhereNobodyListens() async throws {
        let (descriptor, port) = Receiver.listen(backlog: 1)
        close(descriptor)
        try await withEngine([try local("a", "http://127.0.0.1:\(port)/")]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .notDelivered && outcome.reason == .connectRefused)
        }
    }

    @Test func aHostThatDoesNotAnswerTheConnection() async throws {
        // With its backlog full, Linux drops what else knocks.
        let (listener, port) = Receiver.listen(backlog: 0)
        let knocking = (0..<4).map { _ in Receiver.connectWithoutWaiting(to: port) }
        defer { for descriptor in knocking + [listener] { close(descriptor) } }
        try await withEngine([try local("a", "http://127.0.0.1:\(port)/", connectTimeout: 200)]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .notDelivered && outcome.reason == .connectTimeout)
        }
    }

    @Test(arguments: ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "LocalHost.", "foo.localhost"])
    func aDeniedTargetIsNeverDialled(host: String) async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        // Plain http is allowed somewhere, so that it is not what stops the attempt.
        let channel = try local("a", "http://\(host):\(receiver.port)/", allow: ["http://8.8.8.8"])
        try await withEngine([channel]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .notDelivered && outcome.reason == .blockedAddress)
            #expect(outcome.detail?.isEmpty == false)
        }
        #expect(receiver.connections == 0)
    }

    @Test func anExceptionForAnotherPortDoesNotHelp() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        let other = receiver.port == 9999 ? 9998 : 9999
        let channel = try local("a", receiver.url(), allow: ["127.0.0.0/8:\(other)"])
        try await withEngine([channel]) { #expect(await $0.send().reason == .blockedAddress) }
        #expect(receiver.connections == 0)
    }

    @Test(arguments: ["ftp://127.0.0.1/", "http://user:pw@127.0.0.1/", "", "http://127.0.0.1:0/", "http:///x"])
    func aURLThatCannotBeUsed(url: String) async throws {
        try await withEngine([try local("a", url)]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .notDelivered && outcome.reason == .badURL)
        }
    }

    @Test func aPolicyThatWasTightenedHoldsForKeptConnections() async throws {
        let receiver = Receiver()
        defer { receiver.stop() }
        try await withEngine([try local("a", receiver.url())]) { bench in
            #expect(await bench.send().result == .delivered)
            bench.engine.replaceChannels([try local("a", receiver.url(), allow: [])])
            #expect(await bench.send("a", "d2").reason == .blockedAddress)
        }
        #expect(receiver.requests.count == 1)
    }

    @Test func proxiesOfTheEnvironmentAreIgnored() async throws {
        let proxy = Receiver()
        let receiver = Receiver()
        defer { for each in [proxy, receiver] { each.stop() } }
        for name in ["http_proxy", "HTTPS_PROXY", "ALL_PROXY"] { unsafe setenv(name, proxy.url(""), 1) }
        defer { for name in ["http_proxy", "HTTPS_PROXY", "ALL_PROXY"] { unsafe unsetenv(name) } }
        try await withEngine([try local("a", receiver.url())]) { #expect(await $0.send().result == .delivered) }
        #expect(proxy.connections == 0 && receiver.connections == 1)
    }

    @Test func tlsToAPlainPort() async throws {
        let receiver = Receiver { _ in .close }
        let (listener, port) = Receiver.listen(backlog: 8)
        defer { receiver.stop() }
        Thread.detachNewThread {
            let descriptor = Glibc.accept(listener, nil, nil)
            _ = unsafe send(descriptor, "220 smtp ready\r\n", 16, Int32(MSG_NOSIGNAL))
            close(descriptor)
            close(listener)
        }
        try await withEngine([try local("a", "https://127.0.0.1:\(port)/")]) { bench in
            let outcome = await bench.send()
            #expect(outcome.result == .notDelivered && outcome.reason == .tlsFailed)
        }
    }

    @Test func noOutcomeRepeatsTheURLOrASecret() async throws {
        let path = "/services/T0SECRET01/B0SECRET02?token=QUERYSECRET03"
        let hang = Receiver { _ in .hang }
        let redirecting = Receiver { _ in .status(302, headers: ["location: https://T0SECRET01.example\(path)"]) }
        let garbage = Receiver { _ in .rawThenClose("T0SECRET01 QUERYSECRET03\r\n\r\n") }
        let failing = Receiver { _ in .status(500) }
        defer { for each in [hang, redirecting, garbage, failing] { each.stop() } }
        let (closed, port) = Receiver.listen(backlog: 1)
        close(closed)
        let urls = [
            hang.url(path), redirecting.url(path), garbage.url(path), failing.url(path),
            "http://127.0.0.1:\(port)\(path)", "https://\(failing.url(path).dropFirst(7))", "http://10.0.0.1\(path)",
            "http://localhost\(path)", "http://127.0.0.1:0\(path)", "http://127.0.0.1:9200\(path)",
            "http://nowhere.example\(path)",
        ]
        let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
        let channels = try urls.enumerated().map {
            try local("c\($0.offset)", $0.element, secrets: [secret], timeout: 300)
        }
        try await withEngine(channels, lookup: { _ in .failed("could not resolve T0SECRET01") }) { bench in
            bench.engine.submit(channels.map { request($0.id) })
            for outcome in await bench.outcomes.wait(for: channels.count) {
                let detail = try #require(outcome.detail)
                for text in ["SECRET", "services", "token", "AAECAw"] { #expect(!detail.contains(text)) }
                #expect(detail.utf8.count <= 200 && detail.utf8.allSatisfy { (0x20...0x7E).contains($0) })
                #expect(outcome.result != .delivered)
            }
        }
    }
}
