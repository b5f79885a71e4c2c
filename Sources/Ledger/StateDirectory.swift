import Glibc

/// The directory with the ledger's files. A value: naming it opens and changes nothing.
///
///     lock        the claim of the one process that writes
///     ledger.db   entries, heads and the incident projection
///     bodies.db   the personal and free-text parts
package struct StateDirectory: Sendable, Hashable {
    package let path: String

    package init(_ path: String) { self.path = path }

    package var ledgerDatabase: String { path + "/ledger.db" }
    package var bodiesDatabase: String { path + "/bodies.db" }
    package var lockFile: String { path + "/lock" }

    /// Creates the directory when it is missing (mode 0700), refuses one that others own or may write to, and takes
    /// the lock, which lasts until the claim is gone. The kernel drops it with the process, so a crash leaves nothing
    /// to clear away.
    package func claim() throws(StateDirectoryError) -> StateClaim {
        try createIfMissing()
        try check()
        let lock = try StateLock(file: lockFile, directory: path)
        try createPrivately(ledgerDatabase)
        try createPrivately(bodiesDatabase)
        try synchronize(path)
        return StateClaim(directory: self, lock: lock)
    }

    private func createIfMissing() throws(StateDirectoryError) {
        if unsafe mkdir(path, 0o700) == 0 {
            try synchronize(parent)
        } else if errno != EEXIST {
            throw .failed("mkdir", path)
        }
    }

    private func check() throws(StateDirectoryError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .failed("stat", path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .notADirectory(path: path) }
        guard status.st_uid == geteuid() else {
            throw .foreignOwner(path: path, owner: status.st_uid, user: geteuid())
        }
        guard status.st_mode & 0o022 == 0 else {
            throw .writableByOthers(path: path, mode: status.st_mode & 0o7777)
        }
    }

    /// An empty file is a valid new database; SQLite gives its companions the mode of the database. Done only when
    /// there is no file yet: closing any descriptor of a database drops the locks this process holds on it.
    private func createPrivately(_ file: String) throws(StateDirectoryError) {
        let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw .failed("create", file)
        }
    }

    /// Makes the names in the directory durable. SQLite does so too when it creates a file, but passes over a failure.
    func synchronize() throws(StateDirectoryError) { try synchronize(path) }

    private func synchronize(_ directory: String) throws(StateDirectoryError) {
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed("open", directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .failed("fsync", directory) }
    }

    private var parent: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// The right to write in a state directory. Whoever holds it is the only one.
package final class StateClaim: Sendable {
    package let directory: StateDirectory
    private let lock: StateLock

    init(directory: StateDirectory, lock: StateLock) {
        self.directory = directory
        self.lock = lock
    }
}

/// An exclusive flock(2) on a file that names its process. Not inherited by programs we start.
final class StateLock: Sendable {
    private let descriptor: Int32

    init(file: String, directory: String) throws(StateDirectoryError) {
        let opened = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw .failed("open", file) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = Self.read(opened)
            close(opened)
            if reason == EWOULDBLOCK { throw .inUse(path: directory, process: holder) }
            throw .failed("flock", file, reason)
        }
        descriptor = opened
        // For people who look for the holder. The lock is what counts, so a failure here does not matter.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(opened, 0) == 0 {
            _ = unsafe text.withUnsafeBytes { unsafe pwrite(opened, $0.baseAddress, $0.count, 0) }
        }
    }

    deinit { close(descriptor) }

    private static func read(_ descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }
}

extension StateDirectoryError {
    /// The failure of the call that just set `errno`.
    static func failed(_ call: String, _ path: String, _ reason: Int32 = errno) -> StateDirectoryError {
        .system(call: call, path: path, errno: reason, message: unsafe String(cString: strerror(reason)))
    }
}
