-- State of a project, schema version 4, behind unit.sql, whose table `unit` is the first part of the outbox: units that the memory has not been given yet.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    content BLOB NOT NULL,
    added_ms INTEGER NOT NULL,
    rules TEXT NOT NULL DEFAULT ''  -- JSON: how the file is read, see rules_json.h; empty: as it looks
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
    facts TEXT,                     -- JSON: the translation that a bilingual file holds, and what it says of the segment beside the source
    target TEXT NOT NULL DEFAULT '',
    target_tags TEXT,
    state TEXT NOT NULL DEFAULT 'new',
    origin TEXT NOT NULL DEFAULT '',
    unit_id TEXT,                   -- of its unit in the memory
    earlier_unit_id TEXT,           -- of the unit that it had, while it has none
    used_unit_id TEXT,              -- of the last unit whose use it has counted
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

-- What people say of a segment, beside what its file says.
CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    segment INTEGER NOT NULL REFERENCES segment (id),
    at_ms INTEGER NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX note_of_segment ON note (segment);

-- A file that went out for review, and what each of its rows held.
CREATE TABLE review (
    id TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
);
CREATE TABLE review_row (
    review TEXT NOT NULL REFERENCES review (id),
    row INTEGER NOT NULL,           -- of the file, from 1
    segment INTEGER NOT NULL REFERENCES segment (id),
    target TEXT NOT NULL,
    target_tags TEXT,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (review, row)
) WITHOUT ROWID;

-- The outbox, second part: what a waiting unit does to others.
CREATE TABLE effect (
    unit_id PRIMARY KEY NOT NULL,
    replaced TEXT,                  -- the id of the unit whose place it takes
    used TEXT                       -- the id of the unit that its target came from
) WITHOUT ROWID;

-- The outbox, third part: units that are taken back. They count after the others, so the order does not matter.
CREATE TABLE removal (
    unit_id TEXT PRIMARY KEY
) WITHOUT ROWID
