-- State of a project, schema version 1.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    content BLOB NOT NULL,
    added_ms INTEGER NOT NULL
);

-- A segment whose source has gone from its document has no position: it stays, with its work, in case the source comes back.
CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document (id),
    position INTEGER,
    source TEXT NOT NULL,
    source_tags TEXT,
    span_begin INTEGER NOT NULL DEFAULT 0,
    span_end INTEGER NOT NULL DEFAULT 0,
    paragraph INTEGER NOT NULL DEFAULT 0,
    kind INTEGER NOT NULL DEFAULT 0,
    target TEXT NOT NULL DEFAULT '',
    target_tags TEXT,
    state TEXT NOT NULL DEFAULT 'new',
    origin TEXT NOT NULL DEFAULT '',
    unit_id TEXT,
    UNIQUE (document, position)
);

CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    segment INTEGER NOT NULL REFERENCES segment (id),
    at_ms INTEGER NOT NULL,
    author TEXT NOT NULL,
    old_target TEXT NOT NULL,
    old_target_tags TEXT,
    old_state TEXT NOT NULL,
    old_origin TEXT NOT NULL,
    new_target TEXT NOT NULL,
    new_target_tags TEXT,
    new_state TEXT NOT NULL,
    new_origin TEXT NOT NULL
);
CREATE INDEX history_of_segment ON history (segment);

-- The outbox, first part: units that the memory has not been given yet, in the columns of the memory's own table.
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

-- The outbox, second part: tombstones. They count after the units, so the order between the two does not matter.
CREATE TABLE removal (
    unit_id TEXT PRIMARY KEY
) WITHOUT ROWID
