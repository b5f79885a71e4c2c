import Glibc

/// Files and folders by the calls of the operating system: a path in, bytes or a reason out.
enum FileReading {
    /// Why a file was not read.
    enum Failure: Error, Equatable {
        /// As the operating system puts it, for example `No such file or directory`.
        case system(String)
        case notARegularFile
        case tooLarge
    }

    struct File {
        let bytes: [UInt8]
        /// The permission bits.
        let mode: UInt32
    }

    /// Reads a regular file of at most `bytesMax` bytes. Never waits for a pipe or device.
    static func file(_ path: String, bytesMax: Int) throws(Failure) -> File {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system(reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile }
        guard status.st_size <= bytesMax else { throw .tooLarge }
        let bytes = try contents(descriptor, bytesExpected: Int(status.st_size), bytesMax: bytesMax)
        return File(bytes: bytes, mode: status.st_mode & 0o7777)
    }

    /// A file that grows while it is read is read on, up to the limit.
    private static func contents(
        _ descriptor: Int32, bytesExpected: Int, bytesMax: Int
    ) throws(Failure) -> [UInt8] {
        // Room for one byte more shows the end without a second piece.
        var bytes = try piece(descriptor, bytesMax: bytesExpected + 1)
        if bytes.count <= bytesExpected { return bytes }
        while true {
            guard bytes.count <= bytesMax else { throw .tooLarge }
            let more = try piece(descriptor, bytesMax: 64 << 10)
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    /// What follows, up to so many bytes; fewer only at the end of the file.
    private static func piece(_ descriptor: Int32, bytesMax: Int) throws(Failure) -> [UInt8] {
        var failure: Int32?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: bytesMax) { buffer, filled in
            while filled < bytesMax {
                let count = unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + filled }, bytesMax - filled)
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                if count <= 0 { return }
                filled += count
            }
        }
        if let failure { throw .system(reason(failure)) }
        return bytes
    }

    /// The names in a folder, sorted, without those that begin with a dot.
    static func names(inFolder path: String) throws(Failure) -> [String] {
        guard let folder = unsafe opendir(path) else { throw .system(reason(errno)) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { raw in
                unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw .system(reason(errno)) }
        return names.sorted()
    }

    private static func reason(_ code: Int32) -> String {
        var text = [CChar](repeating: 0, count: 256)
        guard unsafe strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
        return String(decoding: text.lazy.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension FileReading.Failure {
    /// The reason as the end of a sentence.
    func words(bytesMax: Int) -> String {
        switch self {
        case .system(let reason): reason
        case .notARegularFile: "it is not a regular file"
        case .tooLarge: "it is larger than \(bytesMax) bytes"
        }
    }
}

/// Paths as text.
enum FilePath {
    /// The part before the last slash; `.` when there is none.
    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The part after the last slash.
    static func name(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }

    /// `path` seen from `folder`, unless it is absolute.
    static func joined(_ folder: String, _ path: String) -> String {
        if path.hasPrefix("/") || folder == "." { return path }
        return folder.hasSuffix("/") ? folder + path : folder + "/" + path
    }
}
