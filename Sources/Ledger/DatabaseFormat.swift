/// What a database file of ours looks like.
struct DatabaseFormat {
    /// The database is ours when its `application_id` is this.
    let applicationID: Int64
    /// The `user_version` this version of Tocsin writes and reads.
    let version: Int64
    let schema: String

    /// `ledger.db`.
    ///
    /// `entry.closes` is the envelope's mark; `incident` is the fold of the entry rows: where an incident begins, which
    /// row opened it (the order of listing), and whether its last entry closed it.
    ///
    /// The insert trigger also refuses a row number that exists: `INSERT OR REPLACE` deletes without firing delete
    /// triggers.
    static let ledger = DatabaseFormat(
        applicationID: 0x546F_634C,  // "TocL"
        version: 1,
        schema: """
            CREATE TABLE ledger(
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE CHECK(length(name) BETWEEN 1 AND 64),
                size INTEGER NOT NULL CHECK(size >= 0),
                frontier BLOB NOT NULL CHECK(length(frontier) % 32 = 0),
                root BLOB NOT NULL CHECK(length(root) = 32)
            ) STRICT;

            CREATE TABLE entry(
                seq INTEGER PRIMARY KEY,
                ledger INTEGER NOT NULL REFERENCES ledger(id),
                idx INTEGER NOT NULL CHECK(idx >= 0),
                incident TEXT,
                closes INTEGER NOT NULL CHECK(closes IN (0, 1)),
                ts TEXT NOT NULL,
                bytes BLOB NOT NULL CHECK(length(bytes) <= 8192),
                leaf BLOB NOT NULL CHECK(length(leaf) = 32),
                UNIQUE(ledger, idx)
            ) STRICT;
            CREATE INDEX entry_of_incident ON entry(incident) WHERE incident IS NOT NULL;
            CREATE INDEX entry_without_incident ON entry(ledger, idx) WHERE incident IS NULL;

            CREATE TABLE incident(
                id TEXT PRIMARY KEY,
                ledger INTEGER NOT NULL REFERENCES ledger(id),
                first_idx INTEGER NOT NULL,
                opened INTEGER NOT NULL UNIQUE,
                closed INTEGER NOT NULL CHECK(closed IN (0, 1))
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX incident_open ON incident(opened) WHERE closed = 0;
            CREATE INDEX incident_of_ledger ON incident(ledger, opened);

            CREATE TRIGGER entry_update BEFORE UPDATE ON entry
            BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
            CREATE TRIGGER entry_delete BEFORE DELETE ON entry
            BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
            CREATE TRIGGER entry_insert BEFORE INSERT ON entry
            WHEN NEW.idx <> (SELECT coalesce(max(idx) + 1, 0) FROM entry WHERE ledger = NEW.ledger)
                OR EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'an entry takes the next index of its ledger'); END;

            CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger
            WHEN NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.size < OLD.size
            BEGIN SELECT RAISE(ABORT, 'a ledger keeps its name and never shrinks'); END;
            CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger
            BEGIN SELECT RAISE(ABORT, 'ledgers are never deleted'); END;

            CREATE TRIGGER incident_update BEFORE UPDATE ON incident
            WHEN NEW.id <> OLD.id OR NEW.ledger <> OLD.ledger
                OR NEW.first_idx <> OLD.first_idx OR NEW.opened <> OLD.opened
            BEGIN SELECT RAISE(ABORT, 'an incident keeps its place'); END;
            CREATE TRIGGER incident_delete BEFORE DELETE ON incident
            BEGIN SELECT RAISE(ABORT, 'incidents are never deleted'); END;
            """)

    /// `bodies.db`. The digest is what entries refer to. Parts are found by the entry's time and the digest: digests are random, so
    /// an index that began with them would dirty a page of its own for every part, and a commit's cost would grow with the store.
    static let bodies = DatabaseFormat(
        applicationID: 0x546F_6342,  // "TocB"
        version: 1,
        schema: """
            CREATE TABLE part(
                seq INTEGER PRIMARY KEY,
                digest TEXT NOT NULL CHECK(length(digest) = 43),
                ledger TEXT NOT NULL,
                ts TEXT NOT NULL,
                disclosure TEXT NOT NULL,
                UNIQUE(ts, digest)
            ) STRICT;
            CREATE TRIGGER part_update BEFORE UPDATE ON part
            BEGIN SELECT RAISE(ABORT, 'parts are never changed'); END;
            """)
}
