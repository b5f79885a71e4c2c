import CLinux
import Glibc

/// Where the random bytes of entry ids and salts come from. Passed in, so that sealing is a pure function.
package protocol SaltSource {
    /// The next bytes. From a source for production use they are unpredictable.
    mutating func next(count: Int) -> [UInt8]
}

/// The kernel's generator, getrandom(2), asked for some thousand bytes at a time: an entry needs many small pieces. Each byte is
/// handed out once.
package struct SystemSaltSource: SaltSource, Sendable {
    private static let chunkBytes = 4096
    private var stock: [UInt8] = []

    package init() {}

    package mutating func next(count: Int) -> [UInt8] {
        if stock.count < count { stock = Self.fromKernel(max(count, Self.chunkBytes)) }
        let bytes = Array(stock.suffix(count))
        stock.removeLast(count)
        return bytes
    }

    /// Since the kernel's source is ready, getrandom fails only by EINTR; anything else means there is no randomness, and then no
    /// entry may be made.
    private static func fromKernel(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe getrandom(buffer.baseAddress.map { unsafe $0 + filled }, count - filled, 0)
            }
            precondition(got > 0 || errno == EINTR, "the kernel gave no random bytes")
            filled += max(0, got)
        }
        return bytes
    }
}
