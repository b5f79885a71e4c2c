internal import ArgumentParser
internal import Hashing

/// `tocsin new-secret`: a secret for signing notices.
struct NewSecretCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "new-secret",
        abstract: "Make a secret that signs the notices of one channel.",
        discussion: """
            Example:

              tocsin new-secret --out secrets/tern-hook

            The secret is 32 random bytes in the form of Standard Webhooks: whsec_ and base 64. Both sides \
            of one channel hold it; never use it for another. The file is made for its owner only, and never \
            overwritten.
            """)

    /// 32 bytes, as many as the HMAC-SHA256 it keys gives out.
    static let bytesCount = 32

    @Option(
        help: ArgumentHelp("Write it to a new file instead of standard output.", valueName: "file"), completion: .file()
    )
    var out: String?

    func perform(in world: World) throws(Failure) -> ExitStatus {
        let secret = "whsec_" + Base64.encode(world.randomBytes(Self.bytesCount)) + "\n"
        guard let out else { return world.console.write(secret, to: .data) ? .good : .outputFailed }
        try Files.create(out, holding: secret)
        var page = Page()
        page.line("The secret is in \(out), readable by you only. Give the other side a copy by a safe way.")
        world.say(page)
        return .good
    }
}
