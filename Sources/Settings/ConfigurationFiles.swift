import Hashing

/// The files of one configuration: opens what is named, remembers what was read, and digests it.
final class ConfigurationFiles {
    /// The folder of tocsin.yaml, beneath which all other files lie.
    let folder: String
    private let log: ProblemLog
    /// By name relative to the folder.
    private var contents: [String: [UInt8]] = [:]
    private var bytesTotal = 0
    /// True when a file or folder could not be read, so that what it declares is unknown.
    private(set) var isIncomplete = false

    init(folder: String, log: ProblemLog) {
        self.folder = folder
        self.log = log
    }

    /// Whether not even the first file could be read.
    var haveReadNothing: Bool { contents.isEmpty }

    /// Something that names a file or folder could not be understood.
    func missedInclude() { isIncomplete = true }

    /// SHA-256, in hexadecimal, over each file by sorted name: the name's length and bytes, the content's length and
    /// bytes. The lengths (8 bytes, big-endian) keep the pieces apart, so that nothing can move from one file to
    /// another unseen. With it the names of all files read, relative to the folder, sorted.
    ///
    /// To be asked for once, when all files are read: what they hold is let go.
    func sealed() -> (digest: String, names: [String]) {
        let names = contents.keys.sorted()
        var message: [UInt8] = []
        message.reserveCapacity(bytesTotal + names.reduce(0) { $0 + $1.utf8.count + 2 * MemoryLayout<UInt64>.size })
        func append(_ piece: some Collection<UInt8>) {
            let length = UInt64(piece.count)
            for shift in stride(from: 56, through: 0, by: -8) {
                message.append(UInt8(truncatingIfNeeded: length >> UInt64(shift)))
            }
            message += piece
        }
        for name in names {
            append(name.utf8)
            append(contents.removeValue(forKey: name) ?? [])
        }
        return (Hash.sha256(message).hex, names)
    }

    /// The tree of one file; nil, and a problem, when it cannot be read. The place of the problem is where the file
    /// was named.
    func tree(_ name: String, namedAt place: ConfigurationPlace) -> YAMLNode? {
        bytes(name, namedAt: place).flatMap { parsed($0, path: path(of: name)) }
    }

    /// A file by its name relative to the folder, as a person can open it.
    func path(of name: String) -> String { FilePath.joined(folder, name) }

    /// The bytes of one file, which count as the configuration's; nil, and a problem, when it cannot be read.
    func bytes(_ name: String, namedAt place: ConfigurationPlace) -> [UInt8]? {
        let path = path(of: name)
        let bytes: [UInt8]
        do throws(FileReading.Failure) {
            bytes = try FileReading.file(path, bytesMax: Limits.fileBytesMax).bytes
        } catch {
            isIncomplete = true
            let reason = error.words(bytesMax: Limits.fileBytesMax)
            log.add(
                place, "cannot read the file \(code(path, lengthMax: Limits.pathMax)): \(reason)",
                hint: "check the name and its permissions")
            return nil
        }
        bytesTotal += bytes.count
        guard bytesTotal <= Limits.configurationBytesMax else {
            reportTooMuch()
            return nil
        }
        contents[name] = bytes
        return bytes
    }

    private var isTooMuch: Bool { bytesTotal > Limits.configurationBytesMax }

    private func reportTooMuch() {
        isIncomplete = true
        log.add(
            ConfigurationPlace(file: folder),
            "the files of the configuration have more than \(Limits.configurationBytesMax) bytes together",
            hint: "keep less in them; the rest was not read")
    }

    private func parsed(_ bytes: [UInt8], path: String) -> YAMLNode? {
        do throws(ConfigurationProblem) {
            if let node = try YAMLReader.read(bytes, file: SourceFile(path: path), log: log) { return node }
            throw ConfigurationProblem(
                ConfigurationPlace(file: path), "the file is empty", hint: "write its settings, or remove the file")
        } catch {
            isIncomplete = true
            log.add(error)
            return nil
        }
    }

    /// What is made of the trees of every `*.yaml` of a folder, in the order of their names. One tree at a time: those
    /// of 10,000 agreements would take more memory than all that is made of them.
    func trees<Content>(
        folder name: String, namedAt place: ConfigurationPlace, _ read: (_ file: String, _ node: YAMLNode) -> Content?
    ) -> [Content] {
        let path = FilePath.joined(folder, name)
        let names: [String]
        do throws(FileReading.Failure) {
            names = try FileReading.names(inFolder: path)
        } catch {
            isIncomplete = true
            log.add(
                place, "cannot read the folder \(code(path, lengthMax: Limits.pathMax)): \(error.words(bytesMax: 0))",
                hint: "check the name and its permissions")
            return []
        }
        for stray in names where stray.hasSuffix(".yml") {
            log.add(
                ConfigurationPlace(file: FilePath.joined(path, stray)), "the name ends in .yml",
                hint: "rename it; only files that end in .yaml are read")
        }
        let files = names.filter { $0.hasSuffix(".yaml") }
        guard files.count <= Limits.folderFilesMax else {
            isIncomplete = true
            log.add(
                place, "\(files.count) files in \(code(path, lengthMax: Limits.pathMax))",
                hint: "at most \(Limits.folderFilesMax)")
            return []
        }
        return files.compactMap { file in
            isTooMuch
                ? nil
                : tree(FilePath.joined(name, file), namedAt: place).flatMap { read(FilePath.joined(path, file), $0) }
        }
    }
}

extension Value {
    /// The name of a file or folder beneath the folder of tocsin.yaml.
    func includedName() -> String? {
        guard var name = path() else { return nil }
        while name.hasSuffix("/"), name.count > 1 { name.removeLast() }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.hasPrefix("/"), parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            problem(
                "\(code(name)) leaves the folder of this file",
                hint: "the configuration lies beneath one folder; write a plain relative name")
            return nil
        }
        return name
    }
}
