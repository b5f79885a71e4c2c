import Foundation
import Glibc

/// Stands in for systemd: the datagrams that a service sends to `$NOTIFY_SOCKET`.
final class NotifySocket: Sendable {
    private let socket: Descriptor
    private let messages = Guarded<[String]>([])
    let path: String

    init(path: String) throws {
        self.path = path
        socket = try Descriptor.socket(AF_UNIX, SOCK_DGRAM)
        let number = socket.number
        let code = try unsafe SocketName.unix(path) { unsafe bind(number, $0, $1) }
        guard code == 0 else { throw Trouble.system("bind \(path)") }
        let (socket, messages) = (socket, messages)
        Thread.detachNewThread {
            while let bytes = try? socket.read(), !bytes.isEmpty {
                messages.update { $0.append(String(decoding: bytes, as: UTF8.self)) }
            }
        }
    }

    deinit { shutdown(socket.number, Int32(SHUT_RDWR)) }

    var all: [String] { messages.update { $0 } }

    /// The index after the first message at or after `index` that has a line beginning with `start`, and that message.
    func waitFor(_ start: String, from index: Int = 0, within seconds: Double = 10) throws -> (
        message: String, next: Int
    ) {
        let found = messages.wait(seconds: seconds) { all -> (String, Int)? in
            let position = all.indices.dropFirst(index).first { position in
                all[position].split(separator: "\n").contains { $0.hasPrefix(start) }
            }
            return position.map { (all[$0], $0 + 1) }
        }
        guard let found else { throw Trouble("\(start) was not told within \(seconds) s; told: \(all)") }
        return found
    }
}
