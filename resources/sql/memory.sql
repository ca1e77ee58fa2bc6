-- Translation memory, schema version 1.
CREATE TABLE memory (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL
);

-- Row numbers only rise and never return, so a reader finds what is new behind the last row that it knows.
CREATE TABLE unit (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    source_tags TEXT,
    target TEXT NOT NULL,
    target_tags TEXT,
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL,
    previous TEXT,
    next TEXT,
    document TEXT NOT NULL,
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    origin TEXT NOT NULL,
    properties TEXT
);

-- Tombstones: a unit of such an id that arrives late, or again, stays away.
CREATE TABLE removed (
    id TEXT PRIMARY KEY,
    removed_ms INTEGER NOT NULL
) WITHOUT ROWID
