import Glibc
import Testing

/// openssl's test server on a port of its own, with a certificate made for the occasion. It answers its first client
/// with 200.
final class SecureReceiver {
    static let isPossible = unsafe access(program, X_OK) == 0

    let port: UInt16
    let certificate: String
    private let directory: String
    private let server: pid_t
    private let serverInput: Int32

    private static let program = "/usr/bin/openssl"

    /// - Parameter name: the subject's alternative name, such as `DNS:hooks.example`.
    init(name: String) throws {
        var template = Array("/tmp/tocsin-delivery-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        certificate = "\(directory)/certificate.pem"
        let files = ["-key", "\(directory)/key.pem"]
        let maker = try Self.spawn(
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
                + ["-subj", "/CN=test", "-addext", "subjectAltName=\(name)", "-keyout", files[1], "-out", certificate])
        Self.await(maker.process)
        let started = try Self.spawn(["s_server", "-accept", "127.0.0.1:0", "-cert", certificate] + files)
        (server, serverInput) = (started.process, started.input)
        port = try #require(Self.acceptedPort(from: started.output))
        let answer = Array("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".utf8)
        _ = unsafe write(serverInput, answer, answer.count)
    }

    func stop() {
        // Its other signals are blocked: it inherited the mask of the thread that started it.
        kill(server, SIGKILL)
        Self.await(server)
        close(serverInput)
        for file in [certificate, "\(directory)/key.pem"] { unsafe unlink(file) }
        unsafe rmdir(directory)
    }

    private static func await(_ process: pid_t) {
        while waitpid(process, nil, 0) < 0 && errno == EINTR {}
    }

    /// Starts openssl with pipes at its input and output. What it says beside is dropped.
    private static func spawn(_ arguments: [String]) throws -> (process: pid_t, input: Int32, output: Int32) {
        var (toChild, fromChild): ([Int32], [Int32]) = ([0, 0], [0, 0])
        try #require(unsafe pipe(&toChild) == 0 && pipe(&fromChild) == 0)
        for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var process = pid_t()
        let result = unsafe posix_spawn(&process, program, &actions, nil, &words, environ)
        try #require(result == 0)
        close(toChild[0])
        close(fromChild[1])
        return (process, toChild[1], fromChild[0])
    }

    /// Reads what the server says until it says `ACCEPT 127.0.0.1:port`.
    private static func acceptedPort(from output: Int32) -> UInt16? {
        var text = ""
        var byte: UInt8 = 0
        while unsafe read(output, &byte, 1) == 1 {
            text.unicodeScalars.append(Unicode.Scalar(byte))
            guard text.hasSuffix("\n") else { continue }
            if text.hasPrefix("ACCEPT "), let port = text.dropLast().split(separator: ":").last { return UInt16(port) }
            text = ""
        }
        return nil
    }
}
