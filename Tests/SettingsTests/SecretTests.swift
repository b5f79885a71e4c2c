import Coordination
import Hashing
import Responsibility
import Settings
import Testing

@Suite("Secrets and tokens")
struct SecretTests {
    static let place = "Config/agreements/tern.yaml:18:20: "
    static let path = "`Config/agreements/../../var/secrets/tern`"
    static let howTo =
        "write whsec_ and the base64 of 24 to 64 random bytes: echo \"whsec_$(openssl rand -base64 32)\""

    private static func secret(bytes: Int) -> String {
        "whsec_" + Base64.encode(Array(repeating: 7, count: bytes))
    }

    @Test("a file that others can read is refused", arguments: [0o640, 0o604, 0o644, 0o620, 0o602, 0o601] as [UInt32])
    func modes(_ mode: UInt32) throws {
        let world = try World()
        world.write(Array(World.secret.utf8), to: "var/secrets/tern", mode: mode)
        let octal = String(mode, radix: 8)
        let problem = try #require(world.problems().first)
        #expect(world.problems().count == 1)
        #expect(
            problem.hasPrefix(
                Self.place + "others can read the secret \(Self.path): its mode is 0\(octal) — chmod 600 "))
    }

    @Test("a file of its owner alone is accepted", arguments: [0o600, 0o400] as [UInt32])
    func ownModes(_ mode: UInt32) throws {
        let world = try World()
        world.write(Array(World.secret.utf8), to: "var/secrets/tern", mode: mode)
        #expect(world.problems() == [])
    }

    @Test(
        "what is no signing secret is refused",
        arguments: [
            "not-a-secret", "whsec_", "whsec_!!!!", secret(bytes: 23), secret(bytes: 65),
            "WHSEC_" + World.secret.dropFirst(6),
        ])
    func forms(_ text: String) throws {
        let world = try World()
        world.write(Array(text.utf8), to: "var/secrets/tern", mode: 0o600)
        #expect(world.problems() == [Self.place + "the secret \(Self.path) is not of the right form — \(Self.howTo)"])
    }

    @Test("24 to 64 bytes are accepted, blanks around them cut off", arguments: [24, 64])
    func lengths(_ bytes: Int) throws {
        let world = try World()
        world.write(Array("\n \(Self.secret(bytes: bytes))\r\n".utf8), to: "var/secrets/tern", mode: 0o600)
        #expect(try world.load().channels.first { $0.id == "tern" }?.secrets == [Self.secret(bytes: bytes)])
    }

    @Test("an empty and an endless file are refused")
    func sizes() throws {
        let world = try World()
        world.write([0x0A], to: "var/secrets/tern", mode: 0o600)
        #expect(world.problems() == [Self.place + "the secret \(Self.path) is empty — \(Self.howTo)"])
        world.write(Array(repeating: 0x61, count: 4097), to: "var/secrets/tern", mode: 0o600)
        #expect(
            world.problems() == [
                Self.place + "cannot read the secret \(Self.path): it is larger than 4096 bytes"
                    + " — create it, readable by the daemon's user alone"
            ])
    }

    @Test("no problem repeats what is in the file")
    func silence() throws {
        let world = try World()
        world.write(Array("hunter2hunter2".utf8), to: "var/secrets/tern", mode: 0o600)
        #expect(world.problems().allSatisfy { !$0.contains("hunter2") })
    }

    @Test("two secrets sign while one replaces the other")
    func rotation() throws {
        let world = try World()
        let next = Self.secret(bytes: 32)
        world.write(Array(next.utf8), to: "var/secrets/tern-next", mode: 0o600)
        try world.edit(
            "agreements/tern.yaml", "secret_file: ../../var/secrets/tern",
            "secret_file: [../../var/secrets/tern-next, ../../var/secrets/tern]")
        #expect(try world.load().channels.first { $0.id == "tern" }?.secrets == [next, World.secret])
    }

    @Test("a systemd credential may show group bits, as those with an ACL do, and no others")
    func credentials() throws {
        let world = try World()
        try world.edit(
            "agreements/tern.yaml", "secret_file: ../../var/secrets/tern", "secret_credential: tern-hook")
        world.write(Array(World.secret.utf8), to: "var/secrets/tern-hook", mode: 0o440)
        #expect(try world.load().channels.first { $0.id == "tern" }?.secrets == [World.secret])
        world.write(Array(World.secret.utf8), to: "var/secrets/tern-hook", mode: 0o444)
        #expect(world.problems().count == 1)
        let outside = SettingsEnvironment(credentialsDirectory: nil, ownUserID: 1)
        let error = #expect(throws: ConfigurationError.self) {
            _ = try LoadedSettings.load(path: world.main, environment: outside)
        }
        #expect(
            error?.problems.map(\.what) == [
                "there is no credential `tern-hook`: the daemon has no credentials directory"
            ])
    }

    @Test("a configuration that is only asked needs neither secrets nor accounts, but must name them properly")
    func anotherMachine() throws {
        let world = try World()
        for channel in World.channels { world.remove("var/secrets/\(channel)") }
        #expect(!world.problems().isEmpty)
        try world.edit(
            "agreements/tern.yaml", "secret_file: ../../var/secrets/tern", "secret_credential: tern-hook")
        try world.edit("tocsin.yaml", "{user: self, role: operator}", "{user: no-such-user, role: operator}")
        try world.edit("tocsin.yaml", "\nprovider:", "\n" + Self.loopback)
        let elsewhere = SettingsEnvironment(
            credentialsDirectory: nil, ownUserID: .max, zoneDirectory: SettingsEnvironment.zoneDirectoryDefault,
            looksAtMachine: false)
        let settings = try LoadedSettings.load(path: world.main, environment: elsewhere)
        // Nothing that could be sent or heard with: what has no secret is not there.
        #expect(settings.channels.isEmpty)
        #expect(settings.daemon.loopback?.tokens.isEmpty == true)
        #expect(settings.peers.members.isEmpty && settings.peers.selfMember == nil)
        #expect(settings.arrangements.book.party("tern")?.contacts[.ops] == ["tern"])

        try world.edit("agreements/tern.yaml", "secret_credential: tern-hook", "secret_credential: a/b")
        let error = #expect(throws: ConfigurationError.self) {
            _ = try LoadedSettings.load(path: world.main, environment: elsewhere)
        }
        #expect(error?.problems.map(\.what) == ["`a/b` is no name for `secret_credential`"])
    }

    @Test("dots do not lead out of the credentials directory")
    func credentialDots() throws {
        let world = try World()
        try world.edit("agreements/tern.yaml", "secret_file: ../../var/secrets/tern", "secret_credential: ..")
        #expect(
            world.problems() == [
                "Config/agreements/tern.yaml:18:26: `..` is no credential — write the name given to LoadCredential="
            ])
    }

    private static let token = "0123456789abcdef0123456789abcdef"
    private static let loopback = """
        loopback:
          port: 9190
          tokens:
            - {name: am, party: prov, role: agent, token_file: ../var/secrets/am}
            - {name: tern-ci, party: tern, role: reporter, token_file: ../var/secrets/ci}

        provider:
        """

    @Test("a token is kept as its digest only")
    func tokens() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "\nprovider:", "\n" + Self.loopback)
        world.write(Array((Self.token + "\n").utf8), to: "var/secrets/am", mode: 0o600)
        world.write(Array(("x" + Self.token).utf8), to: "var/secrets/ci", mode: 0o600)
        let loopback = try #require(try world.load().daemon.loopback)
        #expect(loopback.address == .version4)
        #expect(loopback.port == 9190)
        #expect(loopback.tokens.map(\.name) == ["am", "tern-ci"])
        #expect(loopback.tokens[0].sha256 == Hash.sha256(Array(Self.token.utf8)).hex)
        #expect(loopback.tokens[0].standing == Standing(party: "prov", side: .provider, role: .agent))
        #expect(loopback.tokens[1].standing == Standing(party: "tern", side: .customer, role: .reporter))
    }

    @Test("short, blank-ridden, shared and inline tokens are refused")
    func badTokens() throws {
        let world = try World()
        try world.edit("tocsin.yaml", "\nprovider:", "\n" + Self.loopback)
        world.write(Array(Self.token.dropLast().utf8), to: "var/secrets/am", mode: 0o600)
        world.write(Array((Self.token + " " + Self.token).utf8), to: "var/secrets/ci", mode: 0o600)
        #expect(
            world.problems() == [
                "Config/tocsin.yaml:66:56: the secret `Config/../var/secrets/am` is not of the right form"
                    + " — write at least 32 random characters without blanks: openssl rand -hex 32",
                "Config/tocsin.yaml:67:64: the secret `Config/../var/secrets/ci` is not of the right form"
                    + " — write at least 32 random characters without blanks: openssl rand -hex 32",
            ])
        for name in ["am", "ci"] { world.write(Array(Self.token.utf8), to: "var/secrets/\(name)", mode: 0o600) }
        #expect(
            world.problems() == [
                "Config/tocsin.yaml:67:7: two tokens have the same secret — give each a secret of its own"
            ])
        try world.edit("tocsin.yaml", "token_file: ../var/secrets/ci", "token: abc")
        #expect(
            world.problems() == [
                "Config/tocsin.yaml:67:52: unknown key `token` in a token"
                    + " — a token is never written here; put it in a file of mode 0600 and name it with token_file"
            ])
    }
}
