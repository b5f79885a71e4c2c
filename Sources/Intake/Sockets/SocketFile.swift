internal import CLinux
internal import Glibc

/// The file of a Unix-domain socket, known by device and inode so that a file put in its place is never mistaken
/// for it.
struct SocketFile: Hashable, Sendable {
    let path: String
    private let device: UInt64
    private let inode: UInt64
    let isSocket: Bool

    /// What is at a path; nil when there is none.
    init?(path: String) {
        guard let status = Self.status(path) else { return nil }
        self.path = path
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
    }

    /// Removes the file if it is still this one.
    func remove() {
        if SocketFile(path: path) == self { _ = unsafe unlink(path) }
    }

    /// Checks that a socket can be made at a path, and removes a stale one: a socket, owned by us, to which nobody
    /// listens (ECONNREFUSED). Everything else stays as it is and is an error. The directory must be writable by us
    /// only, and only one daemon at a time may do this: the caller holds the lock file of the state directory.
    static func makeWay(for path: String) throws(ListenerError) {
        let bytes = path.utf8.count
        guard (1...Int(tocsin_unix_path_bytes_max)).contains(bytes), !path.utf8.contains(0) else {
            throw .badPath(path, bytes: bytes)
        }
        guard let status = status(path) else {
            if errno == ENOENT { return }
            throw .system(call: "lstat", subject: path, errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        guard status.st_uid == geteuid() else { throw .ownedByAnother(path: path, uid: status.st_uid) }
        guard try isStale(path) else { throw .inUse(path: path) }
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw .system(call: "unlink", subject: path, errno: errno)
        }
    }

    /// Nobody listens. A listener with a full backlog gives EAGAIN and is very much alive.
    private static func isStale(_ path: String) throws(ListenerError) -> Bool {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let probe = socket(AF_UNIX, kind, 0)
        guard probe >= 0 else { throw .system(call: "socket", subject: path, errno: errno) }
        defer { _ = close(probe) }
        if unsafe tocsin_connect_unix(probe, path) == 0 || errno == EAGAIN { return false }
        guard errno == ECONNREFUSED || errno == ENOENT else {
            throw .system(call: "connect", subject: path, errno: errno)
        }
        return true
    }

    /// The permission bits of what is at a path; nil when there is nothing.
    static func mode(_ path: String) -> UInt32? { status(path).map { $0.st_mode & 0o7777 } }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : nil
    }
}
