import CSQLite

/// A compiled statement. Bind from 1, step until there is no row, reset; columns count from 0.
@safe
final class SQLiteStatement {
    private let handle: OpaquePointer
    /// Keeps the connection open for as long as the statement lives.
    private let connection: SQLiteConnection
    private let sql: String

    init(_ handle: OpaquePointer, of connection: SQLiteConnection, sql: String) {
        unsafe self.handle = unsafe handle
        self.connection = connection
        self.sql = sql
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Runs to the next row. False when there is none; then the statement is reset and can be bound again.
    func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            unsafe sqlite3_reset(handle)
            return false
        case let code:
            // The message belongs to the connection and would be gone after the reset.
            let error = connection.error(code, sql)
            unsafe sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs a statement that gives no rows, or whose rows do not matter.
    func run() throws(SQLiteError) {
        while try step() {}
    }

    /// Ends the statement before its last row, so that it holds no read lock.
    func reset() { unsafe sqlite3_reset(handle) }
}

extension SQLiteStatement {
    func bind(_ index: Int32, _ value: Int64) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_int64(handle, index, value))
    }

    func bind(_ index: Int32, _ value: String?) throws(SQLiteError) {
        guard var value else { return try check(unsafe sqlite3_bind_null(handle, index)) }
        let code = value.withUTF8 { bytes in
            // A nil base address would bind NULL; the pointer to nothing of an empty text is never read.
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe characters.baseAddress.map {
                    unsafe tocsin_sqlite_bind_text(handle, index, $0, Int32(bytes.count))
                }
                    ?? tocsin_sqlite_bind_text(handle, index, "", 0)
            }
        }
        try check(code)
    }

    func bind(_ index: Int32, _ value: [UInt8]) throws(SQLiteError) {
        let code = unsafe value.withUnsafeBytes { bytes in
            unsafe bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, index, 0)
                : tocsin_sqlite_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count))
        }
        try check(code)
    }

    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    /// Nil for NULL.
    func text(_ column: Int32) -> String? {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Empty for NULL and for an empty blob.
    func blob(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        if code != SQLITE_OK { throw connection.error(code, sql) }
    }
}
