import Foundation
import StrictJSON

/// Has files held to the schemas by `jsonschema` and PyYAML, which share no code with ours: Tests/Schemas/judge.py, once
/// for all tests.
enum SchemaJudge {
    struct Verdict: Sendable {
        /// What is wrong with the schemas themselves.
        let schemas: [String]
        let files: [File]
        let mutants: [Mutant]
        /// `place key` for each key that some mutant left out.
        let covered: Set<String>
    }

    struct File: Sendable {
        let path: String
        /// What is wrong with it as Tocsin reads it, and as an editor does.
        let asText: [String]
        let asEditor: [String]
    }

    /// One change in one place of a file.
    struct Mutant: Sendable, CustomStringConvertible {
        enum Kind: String, Sendable { case unknown, dropped, word, shape }

        let file: String
        let kind: Kind
        /// Of the schema that describes the mapping with the key, or for a word the word.
        let place: String
        /// To the mapping or list with the key.
        let path: [YAMLStep]
        let key: YAMLStep
        let isRefusedAsText: Bool
        let isRefusedAsEditor: Bool

        var description: String {
            "\(file) \((path + [key]).map(\.description).joined(separator: "/")) \(kind.rawValue) (\(place))"
        }
    }

    /// Among the mutants of a shipped file one of so many is tried; of the examples, all.
    private static let shippedEvery: Int64 = 61

    /// Why there is no verdict. A failed requirement would be on record for the first test that asks and for no other.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func verdict() throws -> Verdict { try shared.get() }

    private static let shared = Result { try judged() }

    private static func judged() throws -> Verdict {
        let examples = try SchemaExamples()
        let files = try SchemaExamples.shipped().map { order($0, every: shippedEvery) }
        return try verdict(
            of: ask([
                "schemas": .string(SchemaFolder.path),
                "files": .array(files + examples.files.map { order($0, every: 1) }),
            ]))
    }

    private static func order(_ file: SchemaExamples.File, every: Int64) -> JSON {
        ["file": .string(file.path), "schema": .string(file.schema), "every": .integer(every)]
    }

    private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    private static let limits = JSONLimits(bytesMax: 64 << 20, depthMax: 64, membersMax: 1 << 20)

    private static func ask(_ order: JSON) throws -> JSON {
        let python = root + "/.build/venv/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw Failure(description: "there is no \(python); run scripts/setup test")
        }
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [root + "/Tests/Schemas/judge.py"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(order.bytes))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "the judge ended with \(process.terminationStatus); it says why above")
        }
        return try JSON(parsing: [UInt8](answer), limits: limits)
    }

    private static func verdict(of answer: JSON) throws -> Verdict {
        func texts(_ value: JSON?) -> [String] { value?.array?.compactMap(\.string) ?? ["the judge says nothing"] }
        return Verdict(
            schemas: texts(answer["schemas"]),
            files: try part("files", of: answer).array.map { files in
                try files.map {
                    File(
                        path: try text("file", of: $0), asText: texts($0["text"]), asEditor: texts($0["editor"]))
                }
            } ?? [],
            mutants: try part("mutants", of: answer).array.map { try $0.map(mutant) } ?? [],
            covered: Set(texts(answer["covered"])))
    }

    private static func mutant(_ value: JSON) throws -> Mutant {
        let path = try part("path", of: value).array?.compactMap { YAMLStep($0) }
        guard let kind = Mutant.Kind(rawValue: try text("kind", of: value)), let path,
            let key = YAMLStep(try part("key", of: value))
        else { throw Failure(description: "the judge gives a mutant that nobody understands: \(value.text)") }
        return Mutant(
            file: try text("file", of: value), kind: kind, place: try text("place", of: value), path: path, key: key,
            isRefusedAsText: try part("text", of: value) == true,
            isRefusedAsEditor: try part("editor", of: value) == true)
    }

    private static func text(_ name: String, of value: JSON) throws -> String {
        guard let text = try part(name, of: value).string else {
            throw Failure(description: "\(name) in the judge's answer is no text")
        }
        return text
    }

    private static func part(_ name: String, of value: JSON) throws -> JSON {
        guard let part = value[name] else { throw Failure(description: "the judge's answer has no \(name)") }
        return part
    }
}

/// From a mapping to the value of a key, or from a list to an item.
enum YAMLStep: Hashable, Sendable, CustomStringConvertible {
    case key(String)
    case index(Int)

    init?(_ value: JSON) {
        switch value {
        case .string(let key): self = .key(key)
        case .integer(let index): self = .index(Int(index))
        default: return nil
        }
    }

    var description: String {
        switch self {
        case .key(let key): key
        case .index(let index): String(index)
        }
    }
}
