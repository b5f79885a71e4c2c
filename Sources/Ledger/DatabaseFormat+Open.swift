extension DatabaseFormat {
    /// Opens the file as the one connection that writes, and creates the tables in an empty file. From then on only
    /// what the permissions allow can be compiled on the connection.
    func openAsOwner(_ path: String, permitting permissions: SQLitePermissions) throws(LedgerFailure)
        -> SQLiteConnection
    {
        let connection = try open(path, as: .owner)
        let isNew = try isEmpty(connection)
        if !isNew { try check(connection) }
        do throws(SQLiteError) {
            _ = try connection.text("PRAGMA journal_mode = WAL")
            try connection.execute(
                """
                PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;
                PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;
                """)
            if isNew { try createTables(connection) }
            try connection.keepWriteAheadLog()
            try connection.restrict(to: permissions)
        } catch {
            throw .cannotOpen(file: path, detail: error.description)
        }
        try connection.assertDurable()
        return connection
    }

    /// Opens the file for reading beside its owner, or alone.
    func openAsReader(_ path: String, as mode: SQLiteConnection.Mode = .reader) throws(LedgerFailure)
        -> SQLiteConnection
    {
        let connection = try open(path, as: mode)
        try check(connection)
        return connection
    }

    private func open(_ path: String, as mode: SQLiteConnection.Mode) throws(LedgerFailure) -> SQLiteConnection {
        do throws(SQLiteError) {
            return try SQLiteConnection(path: path, mode: mode)
        } catch {
            throw .cannotOpen(file: path, detail: error.description)
        }
    }

    /// Whether nothing was ever written to the file.
    private func isEmpty(_ connection: SQLiteConnection) throws(LedgerFailure) -> Bool {
        do throws(SQLiteError) {
            let owner = try connection.integer("PRAGMA application_id")
            let version = try connection.integer("PRAGMA user_version")
            let tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
            return owner == 0 && version == 0 && tables == 0
        } catch {
            throw .cannotOpen(file: connection.path, detail: error.description)
        }
    }

    /// Refuses what another program or a later version wrote, before anything is changed.
    private func check(_ connection: SQLiteConnection) throws(LedgerFailure) {
        let owner: Int64?
        let found: Int64
        do throws(SQLiteError) {
            owner = try connection.integer("PRAGMA application_id")
            found = try connection.integer("PRAGMA user_version") ?? 0
        } catch {
            throw .cannotOpen(file: connection.path, detail: error.description)
        }
        guard owner == applicationID else { throw .foreignFile(file: connection.path) }
        guard found <= version else { throw .newerFormat(file: connection.path, found: found, known: version) }
    }

    private func createTables(_ connection: SQLiteConnection) throws(SQLiteError) {
        try connection.execute("BEGIN IMMEDIATE")
        try connection.execute(schema)
        try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        try connection.execute("COMMIT")
    }
}

extension SQLiteConnection {
    /// Reads back that a commit syncs the write-ahead log. The setting belongs to the connection, and other libraries
    /// are known to lower it behind their user's back; a lost commit that was already published would fork the
    /// ledger.
    func assertDurable() throws(LedgerFailure) {
        let journal: String?
        let synchronous: Int64?
        do throws(SQLiteError) {
            journal = try text("PRAGMA journal_mode")
            synchronous = try integer("PRAGMA synchronous")
        } catch {
            throw .notDurable(detail: "\(path): \(error)")
        }
        guard journal == "wal" else {
            throw .notDurable(detail: "\(path) has journal mode \(journal ?? "unknown") in place of wal")
        }
        guard synchronous == 2 else {
            throw .notDurable(detail: "\(path) has synchronous \(synchronous ?? -1) in place of 2 (FULL)")
        }
    }
}
