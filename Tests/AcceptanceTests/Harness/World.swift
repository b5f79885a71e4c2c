import Foundation
import Glibc

/// The shipped world in a folder of its own: a copy of the configuration that sends its webhooks to a test's
/// receiver, with a secret
/// for every channel. The folder goes away with the value.
final class World: Sendable {
    let folder: String
    let receiver: WebhookReceiver

    static let channels = [
        "prov-noc", "prov-sec", "prov-mgr", "prov-pager", "prov-anong", "prov-boon", "prov-chai", "banyan", "mango",
        "norr", "oldco", "orchid", "palma", "siam", "tern", "wing",
    ]

    /// - Parameter port: where the configuration sends webhooks; the receiver's port when nil.
    init(receiver: WebhookReceiver? = nil, port: Int? = nil) throws {
        self.receiver = try receiver ?? WebhookReceiver()
        // Socket paths have at most 107 bytes, so the folder's name is short.
        var name = Array("/tmp/ta-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&name) != nil else { throw Trouble.system("mkdtemp") }
        folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try FileManager.default.copyItem(atPath: Installation.configuration, toPath: folder + "/Config")
        try FileManager.default.createDirectory(atPath: folder + "/var/secrets", withIntermediateDirectories: true)
        for channel in Self.channels { try writeSecret(channel) }
        let target = "127.0.0.1:\(port ?? self.receiver.port)"
        for file in ["tocsin.yaml"] + (try agreementFiles()) {
            try replace("127.0.0.1:9180", with: target, in: file)
        }
        // What is over is closed at once, and not only when it can no longer begin again.
        try replace("reopen_within: PT10M", with: "reopen_within: PT0S")
        // Tests count notices: each comes by itself and at once, and no test of a channel comes between.
        try replace("\nnoise: noise.yaml\nwatches: watches.yaml\n", with: "\n")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func agreementFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder + "/Config/agreements").map { "agreements/" + $0 }
    }

    // MARK: Files

    func path(_ file: String) -> String { "\(folder)/Config/\(file)" }

    func text(_ file: String) throws -> String { try String(contentsOfFile: path(file), encoding: .utf8) }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: path(file), atomically: false, encoding: .utf8)
    }

    /// Replaces every occurrence; a text that is not there is an error, so that a test never edits nothing.
    func replace(_ old: String, with new: String, in file: String = "tocsin.yaml") throws {
        let before = try text(file)
        guard before.contains(old) else { throw Trouble("\(file) does not contain: \(old)") }
        try write(before.replacingOccurrences(of: old, with: new), to: file)
    }

    func append(_ text: String, to file: String = "tocsin.yaml") throws { try write(self.text(file) + text, to: file) }

    // MARK: Secrets

    private func writeSecret(_ channel: String) throws {
        var generator = SystemRandomNumberGenerator()
        let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        try writePrivate("whsec_" + key.base64EncodedString() + "\n", to: "var/secrets/" + channel)
    }

    func writePrivate(_ text: String, to file: String, mode: Int = 0o600) throws {
        let path = "\(folder)/\(file)"
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        else { throw Trouble("cannot write \(path)") }
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    func secret(of channel: String) throws -> String {
        try String(contentsOfFile: "\(folder)/var/secrets/\(channel)", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: Edits that several tests need

    /// Delays of seconds in place of minutes: after one the first step, after two the second, then one more until
    /// nobody is left.
    func hurryEscalation() throws {
        try write(
            """
            policies:
              - id: noc
                steps:
                  - {after: PT1S, tell: [own mgr]}
                  - {after: PT2S, tell: [own mgr, own sec]}
                last_wait: PT1S
              - id: security
                steps:
                  - {after: PT1S, tell: [own noc]}
                  - {after: PT2S, tell: [own mgr]}
                last_wait: PT1S
              - id: support
                steps:
                  - {after: PT1S, tell: [schedule noc-week]}
                  - {after: PT2S, tell: [own mgr]}
                last_wait: PT1S
              - id: customer
                steps:
                  - {after: PT1S, tell: [own owner]}
                  - {after: PT2S, tell: [other noc]}
                last_wait: PT1S
              - id: customer-manager
                steps:
                  - {after: PT1S, tell: [own mgr]}
                last_wait: PT1S

            """, to: "escalation.yaml")
    }

    /// Opens the loopback listener on a free port and returns the port. The token's file is `var/secrets/agent.token`.
    func openLoopback() throws -> Int {
        let port = try SocketName.freePort()
        try writePrivate(Self.token + "\n", to: "var/secrets/agent.token")
        try append(
            """

            loopback:
              address: 127.0.0.1
              port: \(port)
              tokens:
                - {name: agent, party: prov, role: agent, token_file: ../var/secrets/agent.token}

            """)
        return port
    }

    static let token = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
}
