internal import CLinux
internal import Glibc

/// A listening socket, ours or adopted. Whoever holds it serves it, then calls `removeFile`.
struct ListeningSocket: Sendable {
    /// How peers are told apart.
    enum Kind: Sendable {
        /// By the kernel's credentials.
        case unix
        /// By tokens.
        case network
    }

    let descriptor: Int32
    let kind: Kind
    /// Zero for Unix-domain sockets.
    let port: UInt16
    /// The file we made, so that we remove that one and no other. Nil for adopted and network sockets.
    private let file: SocketFile?

    /// Makes or adopts the socket. It listens when this returns: peers can connect and wait in the backlog.
    ///
    /// - Parameter requiresPrivate: refuse an adopted Unix-domain socket that everybody may connect to.
    static func open(
        _ endpoint: ListenerConfiguration.Endpoint, requiresPrivate: Bool = false
    ) throws(ListenerError) -> ListeningSocket {
        switch endpoint {
        case .unix(let path, let mode, let group): try bindUnix(path: path, mode: mode, group: group)
        case .descriptor(let descriptor): try adopt(descriptor, requiresPrivate: requiresPrivate)
        case .tcp(let address, let port): try bindLoopback(address: address, port: port)
        }
    }

    /// Closes a socket that was never served.
    func close() {
        _ = Glibc.close(descriptor)
        removeFile()
    }

    /// Removes the socket's file if it is still the one we made.
    func removeFile() { file?.remove() }

    /// fchmod(2) on the socket before bind(2) gives the file its mode at birth: there is no moment in which it is
    /// wider. Group permissions wait until the file belongs to the configured group. The process's umask can only
    /// take bits away; those are put back at the end.
    private static func bindUnix(path: String, mode: UInt32, group: UInt32?) throws(ListenerError) -> ListeningSocket {
        try SocketFile.makeWay(for: path)
        let descriptor = try makeSocket(family: AF_UNIX, subject: path)
        do throws(ListenerError) {
            let modeAtBirth = group == nil ? mode : mode & ~0o070
            try check(fchmod(descriptor, modeAtBirth), "fchmod", path)
            if unsafe tocsin_bind_unix(descriptor, path) != 0 {
                throw errno == EADDRINUSE ? .inUse(path: path) : .system(call: "bind", subject: path, errno: errno)
            }
            let file = SocketFile(path: path)
            do throws(ListenerError) {
                if let group { try check(unsafe lchown(path, uid_t.max, group), "chown", path) }
                if SocketFile.mode(path) != mode { try check(unsafe chmod(path, mode), "chmod", path) }
                try check(listen(descriptor, IntakeLimits.listenBacklog), "listen", path)
            } catch {
                file?.remove()
                throw error
            }
            return ListeningSocket(descriptor: descriptor, kind: .unix, port: 0, file: file)
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
    }

    private static func bindLoopback(address: String, port: UInt16) throws(ListenerError) -> ListeningSocket {
        let family = unsafe tocsin_address_family(address)
        guard family != AF_UNSPEC else { throw .notLoopback(address: address) }
        let subject = "\(address):\(port)"
        let descriptor = try makeSocket(family: family, subject: subject)
        do throws(ListenerError) {
            var on: Int32 = 1
            let size = socklen_t(MemoryLayout<Int32>.size)
            try check(unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size), "setsockopt", subject)
            if unsafe tocsin_bind_loopback(descriptor, address, port) != 0 {
                throw errno == EINVAL
                    ? .notLoopback(address: address) : .system(call: "bind", subject: subject, errno: errno)
            }
            try check(listen(descriptor, IntakeLimits.listenBacklog), "listen", subject)
            let local = try localAddress(of: descriptor)
            return ListeningSocket(descriptor: descriptor, kind: .network, port: local.port, file: nil)
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
    }

    /// Takes over a socket that listens already. Its file, if it has one, belongs to whoever made it.
    private static func adopt(
        _ descriptor: Int32, requiresPrivate: Bool
    ) throws(ListenerError) -> ListeningSocket {
        guard tocsin_socket_option(descriptor, SO_TYPE) == Int32(SOCK_STREAM.rawValue) else {
            throw .notAListener(descriptor: descriptor, problem: "it is no stream socket")
        }
        guard tocsin_socket_option(descriptor, SO_ACCEPTCONN) == 1 else {
            throw .notAListener(descriptor: descriptor, problem: "it does not listen")
        }
        guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
            throw .system(call: "fcntl", subject: "descriptor \(descriptor)", errno: errno)
        }
        let local = try localAddress(of: descriptor)
        if local.family == AF_UNIX {
            if requiresPrivate { try SocketFile.requirePrivate(socket: descriptor) }
            return ListeningSocket(descriptor: descriptor, kind: .unix, port: 0, file: nil)
        }
        guard local.is_loopback != 0 else {
            throw .notAListener(
                descriptor: descriptor, problem: "it is bound to an address that is no loopback address")
        }
        return ListeningSocket(descriptor: descriptor, kind: .network, port: local.port, file: nil)
    }

    private static func makeSocket(family: Int32, subject: String) throws(ListenerError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(family, kind, 0)
        guard descriptor >= 0 else { throw .system(call: "socket", subject: subject, errno: errno) }
        return descriptor
    }

    private static func localAddress(of descriptor: Int32) throws(ListenerError) -> tocsin_local_address {
        var address = tocsin_local_address()
        guard unsafe tocsin_local_address_of(descriptor, &address) == 0 else {
            throw .system(call: "getsockname", subject: "descriptor \(descriptor)", errno: errno)
        }
        return address
    }

    private static func check(_ result: Int32, _ call: String, _ subject: String) throws(ListenerError) {
        if result != 0 { throw .system(call: call, subject: subject, errno: errno) }
    }
}
