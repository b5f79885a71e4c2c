extension World {
    /// A text of the command line, where `-` stands for standard input.
    ///
    /// - Throws: `unreadable` when that cannot be read, is no UTF-8 or holds more than `bytesMax` bytes.
    func text(_ argument: String, bytesMax: Int) throws(Failure) -> String {
        guard argument == "-" else { return argument }
        guard let bytes = console.readInput(bytesMax: bytesMax) else {
            throw Failure(
                .unreadable, "standard input cannot be read, or holds more than \(bytesMax) bytes",
                advice: ["send the part that matters, for example through: tail -c \(bytesMax)"])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.unreadable, "standard input is not UTF-8", advice: ["convert it, for example with iconv"])
        }
        return text
    }
}
