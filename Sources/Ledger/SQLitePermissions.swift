import CSQLite

/// What the writing connection may do once its file is open. Everything else fails to compile as a statement.
enum SQLitePermissions {
    /// Add entries and ledgers, move heads, open and close incidents.
    case ledger
    /// Add and erase parts.
    case bodies
}

extension SQLiteConnection {
    /// From now on SQLite asks before it compiles a statement. Also forbids statements that damage files on purpose.
    func restrict(to permissions: SQLitePermissions) throws(SQLiteError) {
        try turn(SQLITE_DBCONFIG_DEFENSIVE, on: true)
        switch permissions {
        case .ledger:
            try unsafe authorize { _, action, first, second, _, _ in
                unsafe judge(action, first, second, ledgerMay)
            }
        case .bodies:
            try unsafe authorize { _, action, first, second, _, _ in
                unsafe judge(action, first, second, bodiesMay)
            }
        }
    }
}

/// Reading and transactions are always allowed, and reading back the two settings durability rests on. Writes are for
/// the rule.
private func judge(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?,
    _ mayWrite: (_ action: Int32, _ table: String, _ column: String) -> Bool
) -> Int32 {
    let first = unsafe first.map { unsafe String(cString: $0) } ?? ""
    let second = unsafe second.map { unsafe String(cString: $0) }
    let allowed =
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_TRANSACTION: true
        case SQLITE_PRAGMA: (first == "synchronous" || first == "journal_mode") && second == nil
        default: mayWrite(action, first, second ?? "")
        }
    return allowed ? SQLITE_OK : SQLITE_DENY
}

private func ledgerMay(_ action: Int32, _ table: String, _ column: String) -> Bool {
    switch (action, table, column) {
    case (SQLITE_INSERT, "entry", _), (SQLITE_INSERT, "ledger", _), (SQLITE_INSERT, "incident", _): true
    case (SQLITE_UPDATE, "ledger", "size"), (SQLITE_UPDATE, "ledger", "frontier"), (SQLITE_UPDATE, "ledger", "root"):
        true
    case (SQLITE_UPDATE, "incident", "closed"): true
    default: false
    }
}

private func bodiesMay(_ action: Int32, _ table: String, _ column: String) -> Bool {
    (action == SQLITE_INSERT || action == SQLITE_DELETE) && table == "part"
}
