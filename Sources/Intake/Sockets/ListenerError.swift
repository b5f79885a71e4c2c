internal import Glibc

/// Why a listener could not be made. Nothing of what was found in its place was touched.
package enum ListenerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path is empty or longer than a socket address holds, or contains a zero byte.
    case badPath(String, bytes: Int)
    /// Something that is no socket is in the way.
    case notASocket(path: String)
    /// A socket of another user is in the way.
    case ownedByAnother(path: String, uid: UInt32)
    /// Somebody listens there.
    case inUse(path: String)
    /// The address is no numeric loopback address.
    case notLoopback(address: String)
    /// The descriptor is no listening stream socket of a kind we serve.
    case notAListener(descriptor: Int32, problem: String)
    /// The socket speaks for a party, and everybody on this host may connect to it. The mode is nil when there is no
    /// file whose permissions would say who may.
    case notPrivate(socket: String, mode: UInt32?)
    /// The service manager's variables are contradictory.
    case badEnvironment(String)
    /// Two listeners have one name.
    case duplicateName(String)
    /// A system call failed.
    case system(call: String, subject: String, errno: Int32)

    /// A stable code for logs.
    package var code: String {
        switch self {
        case .badPath: "listener_bad_path"
        case .notASocket: "listener_not_a_socket"
        case .ownedByAnother: "listener_owned_by_another"
        case .inUse: "listener_in_use"
        case .notLoopback: "listener_not_loopback"
        case .notAListener: "listener_not_a_listener"
        case .notPrivate: "listener_not_private"
        case .badEnvironment: "listener_bad_environment"
        case .duplicateName: "listener_duplicate_name"
        case .system: "listener_system"
        }
    }

    package var description: String {
        switch self {
        case .badPath(let path, let bytes):
            "\(path): a socket's path has 1 to 107 bytes and no zero byte, this one has \(bytes); "
                + "choose a shorter directory"
        case .notASocket(let path):
            "\(path) exists and is no socket; move it away or choose another path"
        case .ownedByAnother(let path, let uid):
            "\(path) is a socket of uid \(uid); move it away or choose another path"
        case .inUse(let path):
            "\(path): another process listens there; stop it first"
        case .notLoopback(let address):
            "\(address) is no loopback address; use 127.0.0.1 or ::1"
        case .notAListener(let descriptor, let problem):
            "descriptor \(descriptor) cannot be served: \(problem)"
        case .notPrivate(let socket, let mode?):
            "\(socket) speaks for a party, but its mode 0\(String(mode, radix: 8)) lets everybody connect; set "
                + "SocketMode=0660 and SocketGroup= in its socket unit, then restart the unit"
        case .notPrivate(let socket, nil):
            "\(socket) speaks for a party, but has no socket file whose mode says who may connect; give "
                + "ListenStream= a path in its socket unit, then restart the unit"
        case .badEnvironment(let problem):
            "the service manager's variables cannot be used: \(problem)"
        case .duplicateName(let name):
            "two listeners are called \(name); give each a name of its own"
        case .system(let call, let subject, let number):
            "\(subject): \(call) failed: \(unsafe String(cString: strerror(number)))"
        }
    }
}
