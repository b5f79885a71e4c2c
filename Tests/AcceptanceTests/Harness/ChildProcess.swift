import Foundation
import Glibc

/// A program that a test started. It is killed when the test lets go of it.
final class ChildProcess: Sendable {
    enum Ending: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    let pid: pid_t
    private let ending = Guarded<Ending?>(nil)

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - environment: all of it; nothing is inherited.
    ///   - input: a file; nothing by default.
    ///   - output, errors: files, made anew.
    init(
        _ program: String, _ arguments: [String], in folder: String,
        environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        input: String = "/dev/null", output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        let written = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, written, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, written | O_APPEND, 0o600)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        unsafe posix_spawnattr_setsigmask(&attributes, &mask)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var pid: pid_t = 0
        // env(1) goes to the folder and becomes the program, with the same process id.
        let argumentTexts = Texts(["env", "-C", folder, program] + arguments)
        let environmentTexts = Texts(environment.map { "\($0.key)=\($0.value)" })
        let code = Descriptor.inheritance.update { _ in
            unsafe posix_spawn(
                &pid, "/usr/bin/env", &actions, &attributes, argumentTexts.pointers, environmentTexts.pointers)
        }
        guard code == 0 else { throw Trouble("cannot start \(program): error \(code)") }
        self.pid = pid
        let (ending, child) = (ending, pid)
        Thread.detachNewThread {
            // Its number is not given to another process before it was reaped, and `kill` is told in the same moment.
            Self.waitUntilItCanBeReaped(child)
            ending.update { $0 = Self.reap(child) }
        }
    }

    deinit { kill(SIGKILL) }

    /// Texts as C wants them, for as long as this lives.
    @safe private final class Texts {
        @unsafe let pointers: [UnsafeMutablePointer<CChar>?]

        init(_ texts: [String]) {
            var pointers = unsafe texts.map { unsafe strdup($0) }
            unsafe pointers.append(nil)
            unsafe self.pointers = pointers
        }

        deinit { unsafe pointers.forEach { unsafe free($0) } }
    }

    private static func waitUntilItCanBeReaped(_ pid: pid_t) {
        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
    }

    private static func reap(_ pid: pid_t) -> Ending {
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) == -1, errno == EINTR {}
        return status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }

    /// Sends a signal, if the program has not ended.
    func kill(_ signal: Int32) {
        ending.update { if $0 == nil { _ = Glibc.kill(pid, signal) } }
    }

    var hasEnded: Bool { ending.update { $0 != nil } }

    /// How it ended.
    func waitForEnd(seconds: Double = 20) throws -> Ending {
        guard let end = ending.wait(seconds: seconds, for: { $0 }) else {
            throw Trouble("process \(pid) did not end within \(seconds) s")
        }
        return end
    }
}

/// A program that ran to its end.
struct Finished {
    let exit: ChildProcess.Ending
    let output: String
    let errors: String

    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], in folder: String,
        environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        input: String? = nil, seconds: Double = 20
    ) throws -> Finished {
        let base = "\(folder)/run-\(UUID().uuidString)"
        let (inputFile, outputFile, errorFile) = (base + ".in", base + ".out", base + ".err")
        defer { for file in [inputFile, outputFile, errorFile] { try? FileManager.default.removeItem(atPath: file) } }
        if let input { try Data(input.utf8).write(to: URL(filePath: inputFile)) }
        let child = try ChildProcess(
            program, arguments, in: folder, environment: environment, input: input == nil ? "/dev/null" : inputFile,
            output: outputFile, errors: errorFile)
        let exit = try child.waitForEnd(seconds: seconds)
        return Finished(exit: exit, output: try text(outputFile), errors: try text(errorFile))
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// The standard output as JSON.
    var json: JSONValue { get throws { try JSONValue(parsing: Array(output.utf8)) } }
}
