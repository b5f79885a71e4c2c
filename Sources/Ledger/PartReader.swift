/// Finds parts by digest in `bodies.db`.
final class PartReader {
    let connection: SQLiteConnection
    private let find: SQLiteStatement

    /// What is stored under a digest.
    enum Finding {
        /// The part and its row.
        case opened(Disclosure, row: Int64)
        case missing
        /// There is something, but it does not hash to the digest or is no disclosure.
        case damaged
    }

    init(path: String, mode: SQLiteConnection.Mode = .reader) throws(LedgerFailure) {
        connection = try DatabaseFormat.bodies.openAsReader(path, as: mode)
        do throws(SQLiteError) {
            find = try connection.prepare("SELECT disclosure, seq FROM part WHERE ts = ?2 AND digest = ?1")
        } catch {
            throw .cannotOpen(file: path, detail: error.description)
        }
    }

    /// The part of an entry with that timestamp.
    func part(_ digest: String, at timestamp: String) throws(LedgerFailure) -> Finding {
        do throws(SQLiteError) {
            try find.bind(1, digest)
            try find.bind(2, timestamp)
            guard try find.step() else { return .missing }
            let text = find.text(0) ?? ""
            let row = find.integer(1)
            find.reset()
            guard let disclosure = Disclosure(text: text, digest: digest) else { return .damaged }
            return .opened(disclosure, row: row)
        } catch {
            throw error.onRead
        }
    }
}
