-- Translation memory, schema version 3, behind unit.sql. Units are found by their text in the index beside the file, not by one of SQL.
CREATE TABLE memory (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    uuid BLOB NOT NULL,
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL
);

-- What units were before: the columns of `unit`, then the id of the unit that took the place (NULL: it was taken back, and nothing took its place) and when.
CREATE TABLE superseded (
    row INTEGER PRIMARY KEY,
    id NOT NULL UNIQUE,
    source TEXT NOT NULL,
    source_tags TEXT,
    target TEXT NOT NULL,
    target_tags TEXT,
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL,
    previous TEXT,
    next TEXT,
    context_id TEXT NOT NULL,
    document INTEGER NOT NULL,
    author INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    approved INTEGER NOT NULL,
    use_count INTEGER NOT NULL,
    used_ms INTEGER NOT NULL,
    properties TEXT,
    source_hash INTEGER NOT NULL,
    replaced_by,
    replaced_ms INTEGER NOT NULL
);
CREATE INDEX superseded_by ON superseded (replaced_by);

-- Tombstones: a unit of such an id that arrives late, or again, stays away.
CREATE TABLE removed (
    id PRIMARY KEY NOT NULL,
    removed_ms INTEGER NOT NULL
) WITHOUT ROWID
