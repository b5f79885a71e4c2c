// SQLite's interface, and typed inline functions for what Swift cannot call: its variadic functions and the sentinel
// that is a function pointer of value -1.
#pragma once
#include <sqlite3.h>

// Switches one boolean setting of a connection (SQLITE_DBCONFIG_...). SQLITE_OK or an error code.
static inline int tocsin_sqlite_switch(sqlite3 *connection, int setting, int on) {
    return sqlite3_db_config(connection, setting, on, (int *)0);
}

// Binds text or a blob of which SQLite makes its own copy (SQLITE_TRANSIENT).
static inline int tocsin_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
    return sqlite3_bind_text(statement, index, bytes, count, SQLITE_TRANSIENT);
}
static inline int tocsin_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}
