import Glibc

/// Small files, read whole.
enum Files {
    /// Reads a file of at most `bytesMax` bytes.
    ///
    /// - Throws: `unreadable`, naming the file and the reason.
    static func read(_ path: String, bytesMax: Int) throws(Failure) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(.unreadable, "\(path) cannot be read: \(systemMessage(errno))") }
        defer { close(descriptor) }
        guard let bytes = readAll(from: descriptor, bytesMax: bytesMax) else {
            throw Failure(.unreadable, "\(path) cannot be read, or holds more than \(bytesMax) bytes")
        }
        return bytes
    }

    /// Makes a new file for its owner only. An existing one, or a link of that name, is left as it is.
    ///
    /// - Throws: `cannotCreate` or `outputFailed`, naming the file and the reason.
    static func create(_ path: String, holding text: String) throws(Failure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = errno
            throw Failure(
                .cannotCreate, "\(path) cannot be created: \(systemMessage(reason))",
                advice: reason == EEXIST ? ["it was left as it is; choose another name, or remove it first"] : [])
        }
        let isWritten = writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten else {
            throw Failure(.outputFailed, "\(path) was created but not written", advice: ["remove it and try again"])
        }
    }
}

/// What the system calls an error, for people.
func systemMessage(_ number: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    let message = unsafe text.withUnsafeMutableBufferPointer { buffer -> String? in
        guard let base = buffer.baseAddress, unsafe strerror_r(number, base, buffer.count) == 0 else { return nil }
        return unsafe String(cString: base)
    }
    return message ?? "error \(number)"
}
