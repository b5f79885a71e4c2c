import CSQLite

/// One connection to one database file. Used by one thread at a time.
@safe
final class SQLiteConnection {
    /// How a file is opened.
    enum Mode {
        /// Created when missing. The one connection that writes and checkpoints.
        case owner
        /// Reads beside an owner. Never checkpoints, not even as the last one to close.
        case reader
        /// Reads a file that nobody has open, without creating anything beside it.
        case immutable
    }

    let path: String
    private let handle: OpaquePointer
    /// Pages in the write-ahead log after the last commit, kept by SQLite's callback.
    private let walPages: UnsafeMutablePointer<Int32>

    init(path: String, mode: Mode) throws(SQLiteError) {
        let access =
            switch mode {
            case .owner: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .reader: SQLITE_OPEN_READONLY
            case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            }
        let name = mode == .immutable ? "file:\(Self.escaped(path))?immutable=1" : path
        var opened: OpaquePointer?
        let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(name, &opened, flags, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            let message = unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message, operation: "open \(path)")
        }
        self.path = path
        unsafe handle = opened
        unsafe walPages = .allocate(capacity: 1)
        unsafe walPages.initialize(to: 0)
        unsafe sqlite3_busy_timeout(handle, LedgerLimits.lockWaitMilliseconds)
        // Double-quoted text is never a string, and nothing in the file can make us run functions of its choice.
        try turn(SQLITE_DBCONFIG_DQS_DML, on: false)
        try turn(SQLITE_DBCONFIG_DQS_DDL, on: false)
        try turn(SQLITE_DBCONFIG_TRUSTED_SCHEMA, on: false)
        if mode != .owner { try turn(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on: true) }
        if mode == .owner { countWriteAheadPages() }
    }

    deinit {
        // The hook goes first: closing can checkpoint, and the counter must outlive every call of the hook.
        unsafe sqlite3_wal_hook(handle, nil, nil)
        unsafe sqlite3_close_v2(handle)
        unsafe walPages.deallocate()
    }

    /// Takes the place of the automatic checkpoint, which would swallow its own errors.
    private func countWriteAheadPages() {
        unsafe sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                unsafe context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, walPages)
    }

    private static func escaped(_ path: String) -> String {
        var text = ""
        for character in path.unicodeScalars {
            switch character {
            case "%": text += "%25"
            case "?": text += "%3f"
            case "#": text += "%23"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }
}

extension SQLiteConnection {
    /// Pages in the write-ahead log after the last commit.
    var writeAheadPages: Int32 { unsafe walPages.pointee }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw error(code, sql) }
    }

    /// Compiles one statement. Keep it: compiling costs more than running.
    func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else { throw error(code, sql) }
        return unsafe SQLiteStatement(statement, of: self, sql: sql)
    }

    /// The first column of the first row as an integer; nil without a row.
    func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : nil
    }

    /// The first column of the first row as text; nil without a row.
    func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Rows changed by the last INSERT, UPDATE or DELETE itself, without triggers.
    var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

    /// The rowid of the last INSERT.
    var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// False while a transaction is open.
    var isOutsideTransaction: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

    /// Switches a boolean setting of this connection.
    func turn(_ setting: Int32, on: Bool) throws(SQLiteError) {
        let code = unsafe tocsin_sqlite_switch(handle, setting, on ? 1 : 0)
        if code != SQLITE_OK { throw error(code, "setting \(setting)") }
    }

    /// Keeps the write-ahead log and its index when the last connection closes, so that a reader never has to create
    /// files.
    func keepWriteAheadLog() throws(SQLiteError) {
        var on: Int32 = 1
        let code = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on)
        if code != SQLITE_OK { throw error(code, "keep the write-ahead log") }
    }

    /// Asks the function before each statement is compiled. It returns SQLITE_OK or SQLITE_DENY.
    func authorize(
        _ judge:
            @convention(c) (
                UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
                UnsafePointer<CChar>?
            ) -> Int32
    ) throws(SQLiteError) {
        let code = unsafe sqlite3_set_authorizer(handle, judge, nil)
        if code != SQLITE_OK { throw error(code, "set the authorizer") }
    }

    /// Copies the write-ahead log into the database.
    ///
    /// - Parameter truncating: also empty the log, waiting for readers for as long as the lock wait allows.
    /// - Returns: whether all of it was done; false when readers or another connection were in the way.
    func checkpoint(truncating: Bool) throws(SQLiteError) -> Bool {
        var log: Int32 = 0
        var copied: Int32 = 0
        let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        let code = unsafe sqlite3_wal_checkpoint_v2(handle, "main", mode, &log, &copied)
        if code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED { return false }
        if code != SQLITE_OK { throw error(code, "checkpoint \(path)") }
        unsafe walPages.pointee = log - copied
        return log == copied
    }

    func error(_ code: Int32, _ operation: String) -> SQLiteError {
        SQLiteError(code: code, message: unsafe String(cString: sqlite3_errmsg(handle)), operation: operation)
    }
}
