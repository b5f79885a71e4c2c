import Hashing

/// The files of one configuration: opens what is named, remembers what was read, and digests it.
final class ConfigurationFiles {
    /// The folder of tocsin.yaml, beneath which all other files lie.
    let folder: String
    private let log: ProblemLog
    /// By name relative to the folder.
    private var contents: [String: [UInt8]] = [:]
    /// True when a file or folder could not be read, so that what it declares is unknown.
    private(set) var isIncomplete = false

    init(folder: String, log: ProblemLog) {
        self.folder = folder
        self.log = log
    }

    /// The names of all files read, relative to the folder, sorted.
    var names: [String] { contents.keys.sorted() }

    /// Something that names a file or folder could not be understood.
    func missedInclude() { isIncomplete = true }

    /// SHA-256, in hexadecimal, over each file by sorted name: the name's length and bytes, the content's length and
    /// bytes. The lengths (8 bytes, big-endian) keep the pieces apart, so that nothing can move from one file to
    /// another unseen.
    var digest: String {
        var message: [UInt8] = []
        for name in names {
            for piece in [Array(name.utf8), contents[name] ?? []] {
                let length = UInt64(piece.count)
                message += (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) }
                message += piece
            }
        }
        return Hash.sha256(message).hex
    }

    /// The tree of one file; nil, and a problem, when it cannot be read. The place of the problem is where the file
    /// was named.
    func tree(_ name: String, namedAt place: ConfigurationPlace) -> YAMLNode? {
        let path = FilePath.joined(folder, name)
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
        contents[name] = bytes
        return parsed(bytes, path: path)
    }

    private func parsed(_ bytes: [UInt8], path: String) -> YAMLNode? {
        do throws(ConfigurationProblem) {
            if let node = try YAMLReader.read(bytes, file: path, log: log) { return node }
            throw ConfigurationProblem(
                ConfigurationPlace(file: path), "the file is empty", hint: "write its settings, or remove the file")
        } catch {
            isIncomplete = true
            log.add(error)
            return nil
        }
    }

    /// The trees of every `*.yaml` of a folder, in the order of their names.
    func trees(folder name: String, namedAt place: ConfigurationPlace) -> [(file: String, node: YAMLNode)] {
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
            tree(FilePath.joined(name, file), namedAt: place).map { (FilePath.joined(path, file), $0) }
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
