/// Why a directory cannot hold the ledger's files.
package enum StateDirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process holds the lock. Its process id, when it could be read.
    case inUse(path: String, process: String?)
    /// Group or others may write to it.
    case writableByOthers(path: String, mode: UInt32)
    /// It belongs to another user than the one this process runs as.
    case foreignOwner(path: String, owner: UInt32, user: UInt32)
    /// There is something of that name that is no directory.
    case notADirectory(path: String)
    /// A call of the operating system failed.
    case system(call: String, path: String, errno: Int32, message: String)

    /// A stable code for logs.
    package var code: String {
        switch self {
        case .inUse: "state_directory_in_use"
        case .writableByOthers: "state_directory_writable_by_others"
        case .foreignOwner: "state_directory_foreign_owner"
        case .notADirectory: "state_directory_not_a_directory"
        case .system: "state_directory_system"
        }
    }

    package var description: String {
        switch self {
        case .inUse(let path, let process):
            "process \(process ?? "unknown") uses \(path); stop that tocsind, or choose another state directory"
        case .writableByOthers(let path, let mode):
            "\(path) has mode \(String(mode, radix: 8)); others could change the ledger: chmod go-w \(path)"
        case .foreignOwner(let path, let owner, let user):
            "\(path) belongs to user \(owner), this process runs as user \(user); run as its owner, or chown it"
        case .notADirectory(let path): "\(path) is not a directory; choose another state directory"
        case .system(let call, let path, _, let message):
            "\(call) \(path): \(message); check that the directory exists and belongs to this user"
        }
    }
}
