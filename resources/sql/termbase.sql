-- Termbase, schema version 2.
-- The languages that adding and looking up assume when nobody says; empty where nobody ever did.
CREATE TABLE termbase (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL
);

-- Row numbers only rise and never return, and a changed concept gets a new one: a reader finds what is new behind the last row that it knows.
CREATE TABLE concept (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    domains TEXT,
    notes TEXT,
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    properties TEXT
);

CREATE TABLE term (
    concept INTEGER NOT NULL REFERENCES concept (row) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    language TEXT NOT NULL,
    primary_language TEXT NOT NULL,
    status TEXT NOT NULL,
    case_rule TEXT NOT NULL,
    part_of_speech TEXT NOT NULL,
    gender TEXT NOT NULL,
    usage TEXT NOT NULL,
    forms TEXT,
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    properties TEXT,
    PRIMARY KEY (concept, place)
) WITHOUT ROWID;

CREATE INDEX term_of_language ON term (primary_language, folded);
CREATE INDEX term_language ON term (primary_language, concept)
