import Foundation
import Glibc
import Testing

/// The disk is full from one moment on: what a person does then is answered by nobody, told to nobody, and nowhere after the next
/// start, where it can be done again.
@Suite(.ownThread) struct FullDiskTests {
    /// From now on the ledger's log cannot grow; what the daemon says of it still can.
    private static func fillDisk(of daemon: DaemonUnderTest) throws {
        let log = daemon.world.folder + "/var/state/ledger.db-wal"
        let attributes = try FileManager.default.attributesOfItem(atPath: log)
        let size = try #require(attributes[.size] as? Int)
        try #require(size > 32_768, "the daemon's own log must have room below the limit")
        let process = try #require(daemon.process?.pid)
        let limited = try Finished.run(
            "prlimit", ["--pid", "\(process)", "--fsize=\(size)"], in: daemon.world.folder)
        try #require(limited.exit == .exit(0), "\(limited.errors)")
    }

    @Test(arguments: Deed.allCases) func whatIsDoneOnAFullDiskIsNotDone(_ deed: Deed) throws {
        let daemon = try DaemonUnderTest.started()
        let incident = try daemon.settledIncident()
        let request = try deed.request(daemon, about: incident).with("idempotency-key", "on-a-full-disk")
        // An offer is told before it is accepted.
        try daemon.settle(incident, notices: deed == .accept ? 4 : 2)
        let before = try Standing(daemon, incident: incident)
        let told = daemon.receiver.webhooks.count

        try Self.fillDisk(of: daemon)
        // Whether it is on disk is not known, so there is nothing true to answer.
        let answer = try? deed.endpoint(daemon).ask(request)
        #expect(answer == nil, "\(answer?.status ?? 0) \(answer?.text ?? "")")
        #expect(try daemon.waitForEnd() == .exit(74), "\(daemon.log)")
        #expect(daemon.log.contains("the ledger cannot be written"), "\(daemon.log)")
        #expect(daemon.receiver.webhooks.count == told)

        try daemon.start()
        #expect(try Standing(daemon, incident: incident) == before)
        #expect(daemon.receiver.webhooks.count == told)

        // With room again, the same request is a new one, and its repetition none.
        let done = try deed.endpoint(daemon).ask(request)
        #expect([200, 201].contains(done.status), "\(done.status) \(done.text)")
        let after = try Standing(daemon, incident: incident)
        #expect(after != before)
        if deed.isTold {
            _ = try daemon.receiver.waitFor(told + 1, "what is told of it")
        }
    }

    /// Nobody asks for a digest: its time comes. The notices that it would have told wait for the next start.
    @Test func aDigestThatFindsTheDiskFullIsToldAfterTheNextStart() throws {
        let daemon = try DaemonUnderTest.started {
            try $0.listenToNoise("storms: {notices: 2, within: PT1M, digest_every: PT5S}\n")
        }
        let incidents = try "abcd".map { try daemon.opened("Web shell \($0)") }
        for incident in incidents[..<2] { try daemon.settle(incident, notices: 1) }
        let before = try daemon.verifiedSizes()
        try Self.fillDisk(of: daemon)
        #expect(try daemon.waitForEnd() == .exit(74), "\(daemon.log)")
        #expect(daemon.receiver.webhooks.allSatisfy { $0.kind == "opened" })

        // Whoever looks does not wait: all ledgers are as they were.
        #expect(try daemon.verifiedSizes() == before)
        try daemon.start()
        let digest = try daemon.receiver.first("the digest") { $0.kind == "digest" }
        #expect(Set(digest.data["told"].items.compactMap { $0["incident"].string }) == Set(incidents[2...]))
        #expect(try SignatureJudge.verify([digest], in: daemon.world) == [true])
        for incident in incidents[2...] {
            try eventually("\(incident) counts as told") {
                try daemon.incident(incident)["incident"]["notices"][0]["state"].string != "bundled"
            }
        }
        #expect(daemon.receiver.webhooks.count { $0.kind == "digest" } == 1)
        _ = try daemon.verifiedSizes()
    }
}
