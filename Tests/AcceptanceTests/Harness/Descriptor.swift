import Glibc

/// A socket, closed when it is let go of.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// Held while a program is started and while a connection is accepted, so that no program inherits a connection,
    /// which then would
    /// never end.
    static let inheritance = Guarded(())

    /// A new one that programs do not inherit.
    static func socket(_ domain: Int32, _ kind: __socket_type) throws -> Descriptor {
        let number = Glibc.socket(domain, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Trouble.system("socket") }
        return Descriptor(number)
    }

    /// The next connection of a listening socket; nil when it has been shut down.
    func accept() -> Descriptor? {
        var listening = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        while unsafe poll(&listening, 1, -1) < 0, errno == EINTR {}
        return Self.inheritance.update { _ in
            let accepted = Glibc.accept(number, nil, nil)
            guard accepted >= 0 else { return nil }
            _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
            return Descriptor(accepted)
        }
    }

    /// Bounds how long a read or write may take.
    func setTimeout(seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            unsafe setsockopt(number, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Trouble.system("write") }
            sent += count
        }
    }

    /// What has arrived; empty at the end of the stream.
    func read() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(number, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Trouble.system("read") }
        return Array(buffer[..<count])
    }
}

/// Where something listens.
enum Endpoint: Sendable {
    /// A Unix-domain socket.
    case path(String)
    /// A port of 127.0.0.1.
    case port(Int)

    func connect(timeoutSeconds: Int = 20) throws -> Descriptor {
        switch self {
        case .path(let path):
            let socket = try Descriptor.socket(AF_UNIX, SOCK_STREAM)
            socket.setTimeout(seconds: timeoutSeconds)
            let code = try unsafe SocketName.unix(path) { unsafe Glibc.connect(socket.number, $0, $1) }
            guard code == 0 else { throw Trouble.system("connect to \(path)") }
            return socket
        case .port(let port):
            let socket = try Descriptor.socket(AF_INET, SOCK_STREAM)
            socket.setTimeout(seconds: timeoutSeconds)
            let code = unsafe SocketName.loopback(port) { unsafe Glibc.connect(socket.number, $0, $1) }
            guard code == 0 else { throw Trouble.system("connect to port \(port)") }
            return socket
        }
    }
}

/// Socket addresses as the system wants them.
enum SocketName {
    static func unix<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) throws -> Result {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: name.sun_path) else { throw Trouble("path too long: \(path)") }
        unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: bytes) }
        return try unsafe withUnsafePointer(to: &name) {
            try unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    static func loopback<Result>(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(port).bigEndian
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &name) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Listens on a port of 127.0.0.1, any free one for 0, and says which.
    static func listen(port: Int = 0) throws -> (socket: Descriptor, port: Int) {
        let socket = try Descriptor.socket(AF_INET, SOCK_STREAM)
        var yes: Int32 = 1
        unsafe setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let code = unsafe loopback(port) { unsafe bind(socket.number, $0, $1) }
        guard code == 0 else { throw Trouble.system("bind") }
        guard Glibc.listen(socket.number, 128) == 0 else { throw Trouble.system("listen") }
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &name) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(socket.number, $0, &length)
            }
        }
        return (socket, Int(UInt16(bigEndian: name.sin_port)))
    }

    /// A port that was free a moment ago and that nobody listens on.
    static func freePort() throws -> Int { try listen().port }
}
