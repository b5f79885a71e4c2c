import Glibc

/// Where a program reads and writes.
package protocol Console: Sendable {
    /// Writes all of the text. Returns false when the stream cannot take it.
    func write(_ text: String, to stream: OutputStream) -> Bool
    func isTerminal(_ stream: OutputStream) -> Bool
    /// Reads standard input to its end, or nil when it cannot be read or holds more than `bytesMax` bytes.
    func readInput(bytesMax: Int) -> [UInt8]?
}

/// Data, or talk about it.
package enum OutputStream: Int32, Sendable {
    case data = 1
    case talk = 2
}

/// The streams of the process, by read(2) and write(2): nothing is buffered, so nothing is lost at exit.
package struct SystemConsole: Console {
    package init() {}

    package func write(_ text: String, to stream: OutputStream) -> Bool {
        writeAll(Array(text.utf8), to: stream.rawValue)
    }

    package func isTerminal(_ stream: OutputStream) -> Bool { isatty(stream.rawValue) == 1 }

    package func readInput(bytesMax: Int) -> [UInt8]? { readAll(from: STDIN_FILENO, bytesMax: bytesMax) }
}

/// Writes all bytes, through interruptions and full pipes. False on any other error.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = unsafe poll(&waited, 1, -1)
        } else if errno != EINTR {
            return false
        }
    }
    return true
}

/// Reads to the end, or nil on an error or when there are more than `bytesMax` bytes.
func readAll(from descriptor: Int32, bytesMax: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 * 1024)
    while bytes.count <= bytesMax {
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        if count == 0 { return bytes }
        if count > 0 {
            bytes.append(contentsOf: chunk[..<count])
        } else if errno != EINTR {
            return nil
        }
    }
    return nil
}
