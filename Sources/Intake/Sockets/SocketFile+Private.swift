internal import CLinux
internal import Glibc

// Who may connect to a Unix-domain socket is what the permissions of its file say: connecting needs write permission,
// unix(7).
extension SocketFile {
    /// Checks that the file of an adopted socket is there and that others than its owner and group may not write it.
    static func requirePrivate(socket descriptor: Int32) throws(ListenerError) {
        guard let path = try path(of: descriptor) else {
            throw .notPrivate(socket: "descriptor \(descriptor)", mode: nil)
        }
        guard let mode = mode(path) else { throw .notPrivate(socket: path, mode: nil) }
        // Something was put in the socket's place, and its permissions say nothing about the socket.
        guard SocketFile(path: path)?.isSocket == true else { throw .notASocket(path: path) }
        guard mode & 0o002 == 0 else { throw .notPrivate(socket: path, mode: mode) }
    }

    /// The path that a socket is bound to; nil for the abstract name space and for no name at all, which have no
    /// permissions.
    private static func path(of descriptor: Int32) throws(ListenerError) -> String? {
        var address = sockaddr_un()
        let size = MemoryLayout<sockaddr_un>.size
        var length = socklen_t(size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length)
            }
        }
        guard result == 0 else {
            throw .system(call: "getsockname", subject: "descriptor \(descriptor)", errno: errno)
        }
        let family = MemoryLayout<sa_family_t>.size
        let named = unsafe withUnsafeBytes(of: address) {
            unsafe Array($0[family..<max(family, min(Int(length), size))])
        }
        guard let first = named.first, first != 0 else { return nil }
        return String(decoding: named.prefix { $0 != 0 }, as: UTF8.self)
    }
}
