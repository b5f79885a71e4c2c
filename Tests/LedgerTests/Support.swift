import CSQLite
import Glibc
import Hashing
import StrictJSON
import Synchronization
import Testing

@testable import Ledger

/// A directory of its own below /tmp, removed with the value.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/tocsin-ledger-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { preconditionFailure("mkdtemp failed") }
        path = made
    }

    var state: StateDirectory { StateDirectory(path + "/state") }

    func store() throws -> SQLiteLedgerStore { try SQLiteLedgerStore(claim: state.claim()) }

    /// Runs a program by its absolute path and expects it to succeed.
    static func run(_ program: String, _ arguments: String...) {
        var pid = pid_t()
        let words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        let started = unsafe posix_spawn(&pid, program, nil, nil, words, environ)
        unsafe words.forEach { unsafe free($0) }
        var status: Int32 = -1
        precondition(started == 0, "\(program) cannot be started")
        unsafe waitpid(pid, &status, 0)
        precondition(status == 0, "\(program) failed")
    }

    deinit { Self.run("/bin/rm", "-rf", path) }
}

/// Salts that count up, so that a failing test can be repeated exactly.
struct CountingSalts: SaltSource {
    private var counter: UInt64

    init(from start: UInt64 = 0) { counter = start }

    mutating func next(count: Int) -> [UInt8] {
        (0..<count).map { position in
            if position == 0 { counter += 1 }
            return UInt8(truncatingIfNeeded: counter >> (8 * UInt64(position % 8)))
        }
    }
}

/// Seals without ceremony.
func sealed(
    _ ledger: String = "agr-tern", _ type: String = "report.accepted", incident: String? = nil, closes: Bool = false,
    fields: JSONObject = JSONObject(), parts: [EntryPart] = []
) throws -> SealedEntry {
    var salts = SystemSaltSource()
    let draft = EntryDraft(
        ledger: ledger, type: type, timestamp: "2026-03-10T02:00:00Z", incident: incident, closesIncident: closes,
        fields: fields, parts: parts)
    return try EntrySealer.seal(draft, using: &salts)
}

/// Seals several numbered entries of one ledger.
func sealed(_ count: Int, in ledger: String = "agr-tern") throws -> [SealedEntry] {
    try (0..<count).map { try sealed(ledger, fields: JSONObject([.init("n", .integer(Int64($0)))])) }
}

/// Somebody with the file and no scruples: a plain connection without our authorizer, made able to do anything.
func tamper(_ file: String, dropping triggers: [String] = [], _ sql: String) throws {
    let connection = try SQLiteConnection(path: file, mode: .owner)
    for trigger in triggers { try connection.execute("DROP TRIGGER \(trigger)") }
    try connection.execute(sql)
}

/// Counts completions and lets a test wait for them.
final class Gate: Sendable {
    private let doorbell = Doorbell()

    func open() { doorbell.ring() }
    func wait(for count: Int = 1) { for _ in 0..<count { doorbell.wait() } }
}

/// A value shared between threads of a test.
final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    init(_ value: Value) { mutex = Mutex(value) }

    var value: Value { mutex.withLock { $0 } }
    func change(_ body: (inout sending Value) -> Void) { mutex.withLock { body(&$0) } }
}

/// The bytes of a file; empty when there is none.
func contents(_ path: String) throws -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return bytes }
        bytes += chunk.prefix(count)
    }
}

/// Whether the bytes occur in a row.
func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first, bytes.count >= wanted.count else { return false }
    return bytes.indices.dropLast(wanted.count - 1).contains { start in
        bytes[start] == first && bytes[start..<start + wanted.count].elementsEqual(wanted)
    }
}

extension Digest256 {
    /// The leaf of arbitrary bytes.
    static func ofLeaf(_ bytes: [UInt8]) -> Digest256 { Hash.sha256([0x00], bytes) }
}
