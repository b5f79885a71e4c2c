/// Where the random bytes of entry ids and salts come from. Passed in, so that sealing is a pure function.
package protocol SaltSource {
    /// The next bytes. From a source for production use they are unpredictable.
    mutating func next(count: Int) -> [UInt8]
}

/// The kernel's generator: Swift's system generator is getrandom(2) on Linux, and stops the process when that fails.
package struct SystemSaltSource: SaltSource, Sendable {
    private var generator = SystemRandomNumberGenerator()

    package init() {}

    package mutating func next(count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            var word = generator.next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
