import Hashing

/// Reads secrets from where the configuration says they are: a file, or a credential that systemd hands over.
///
/// A secret file must be readable by its owner alone. A systemd credential lies in a folder that only the service can
/// enter, and on systems that grant access by an ACL its mode shows the ACL's mask as group bits; so only "others" are
/// looked at there.
struct SecretReader {
    /// `$CREDENTIALS_DIRECTORY` of the service; nil outside of one.
    let credentialsDirectory: String?
    /// False: only how secrets are named is checked, and there are none.
    let readsContents: Bool

    /// What a secret is good for decides what it must look like.
    enum Kind {
        /// The key that signs a channel's notices, as Standard Webhooks writes it.
        case signing
        /// What a peer on the loopback address shows.
        case token
        /// What a product gave out, of whatever length: visible ASCII without blanks.
        case opaque
        /// The address of a channel.
        case address
        /// One line of printable ASCII, such as `Bearer` and a token.
        case line
    }

    /// Bits of the mode that nobody may have.
    private static let fileModeForbidden: UInt32 = 0o077
    private static let credentialModeForbidden: UInt32 = 0o007

    /// The lengths of signing keys in bytes, by the Standard Webhooks specification.
    static let signingKeyBytes = 24...64
    /// Characters of a token. 32 random ones of any usual alphabet are beyond guessing.
    static let tokenCharactersMin = 32

    /// The secrets named by `…_file` and `…_credential`. A problem when there is neither.
    func secrets(_ fields: Fields, prefix: String, kind: Kind) -> [String] {
        let file = fields.optional(prefix + "_file")
        let credential = fields.optional(prefix + "_credential")
        if file == nil, credential == nil, !fields.hasUnknown(prefix) {
            fields.problem(
                "\(fields.subject) has no \(code(prefix + "_file"))",
                hint: "name the file that holds it, or a systemd credential with \(prefix)_credential")
        }
        let fromFiles = named(file).compactMap { fromFile($0, kind) }
        let fromCredentials = named(credential).compactMap { fromCredential($0, kind) }
        return fromFiles + fromCredentials
    }

    /// The one secret named by `…_file` or `…_credential`. A problem when there is none, or more than one.
    func secret(_ fields: Fields, prefix: String, kind: Kind) -> String? {
        let file = fields.optional(prefix + "_file")
        if file != nil, let credential = fields.optional(prefix + "_credential") {
            credential.problem(
                "there is a \(code(prefix + "_file")) as well", hint: "keep one of them")
            return nil
        }
        for value in [file, fields.optional(prefix + "_credential")] {
            if let value, case .sequence = value.node {
                value.problem("\(code(value.name)) is a list", hint: "name one file; only what signs may be several")
                return nil
            }
        }
        return secrets(fields, prefix: prefix, kind: kind).first
    }

    /// One name, or a list of them: while a secret is being replaced, both are in use.
    private func named(_ value: Value?) -> [Value] {
        guard let value else { return [] }
        guard case .sequence = value.node else { return [value] }
        return value.items(min: 1, max: Limits.secretsMax) ?? []
    }

    private func fromFile(_ value: Value, _ kind: Kind) -> String? {
        guard let name = value.path(), readsContents else { return nil }
        let path = FilePath.joined(FilePath.folder(of: value.place.file), name)
        return read(path, value, kind, modeForbidden: Self.fileModeForbidden)
    }

    private func fromCredential(_ value: Value, _ kind: Kind) -> String? {
        guard let name = value.identifier() else { return nil }
        guard name.contains(where: { $0 != "." }) else {
            value.problem("\(code(name)) is no credential", hint: "write the name given to LoadCredential=")
            return nil
        }
        guard readsContents else { return nil }
        guard let credentialsDirectory else {
            value.problem(
                "there is no credential \(code(name)): the daemon has no credentials directory",
                hint: "start it by systemd with LoadCredential=\(name):…, or use a file")
            return nil
        }
        let path = FilePath.joined(credentialsDirectory, name)
        return read(path, value, kind, modeForbidden: Self.credentialModeForbidden)
    }

    private func read(_ path: String, _ value: Value, _ kind: Kind, modeForbidden: UInt32) -> String? {
        let file: FileReading.File
        do throws(FileReading.Failure) {
            file = try FileReading.file(path, bytesMax: Limits.secretBytesMax)
        } catch {
            value.problem(
                "cannot read the secret \(Self.shown(path)): \(error.words(bytesMax: Limits.secretBytesMax))",
                hint: "create it, readable by the daemon's user alone")
            return nil
        }
        guard file.mode & modeForbidden == 0 else {
            value.problem(
                "others can read the secret \(Self.shown(path)): its mode is 0\(String(file.mode, radix: 8))",
                hint: "chmod 600 \(path), and replace the secret if it was exposed")
            return nil
        }
        return checked(file.bytes, path, value, kind)
    }

    private func checked(_ bytes: [UInt8], _ path: String, _ value: Value, _ kind: Kind) -> String? {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
        let trimmed = bytes[..<end].drop(while: isBlank)
        guard !trimmed.isEmpty else {
            value.problem("the secret \(Self.shown(path)) is empty", hint: Self.howToMake(kind))
            return nil
        }
        let text = String(decoding: trimmed, as: UTF8.self)
        guard Self.isRight(text, kind) else {
            value.problem(
                "the secret \(Self.shown(path)) is not of the right form",
                hint: Self.howToMake(kind))
            return nil
        }
        return text
    }

    private static func isRight(_ text: String, _ kind: Kind) -> Bool {
        switch kind {
        case .signing: isSigningSecret(text)
        case .token: isToken(text)
        case .opaque: text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        case .address: Value.fault(ofURL: text) == nil
        case .line: text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        }
    }

    /// `whsec_` and the standard base 64 of 24 to 64 bytes.
    static func isSigningSecret(_ text: String) -> Bool {
        let prefix = "whsec_"
        guard text.hasPrefix(prefix), let key = Base64.decode(String(text.dropFirst(prefix.count))) else {
            return false
        }
        return signingKeyBytes.contains(key.count)
    }

    /// Visible ASCII without blanks, at least `tokenCharactersMin` of it.
    static func isToken(_ text: String) -> Bool {
        text.utf8.count >= tokenCharactersMin && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// A path in full: somebody must find the file.
    private static func shown(_ path: String) -> String { code(path, lengthMax: Limits.pathMax) }

    private static func howToMake(_ kind: Kind) -> String {
        switch kind {
        case .signing: "write whsec_ and the base64 of 24 to 64 random bytes: echo \"whsec_$(openssl rand -base64 32)\""
        case .token: "write at least \(tokenCharactersMin) random characters without blanks: openssl rand -hex 32"
        case .opaque: "write what the product gave out, on one line without blanks"
        case .address: "write the whole address on one line, as in https://hooks.example/tocsin"
        case .line: "write one line of printable ASCII"
        }
    }
}
