-- Names that many units share: documents and authors.
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- Row numbers only rise and never return, so a reader finds what is new behind the last row that it knows.
CREATE TABLE unit (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id NOT NULL UNIQUE,             -- a UUID as its 16 bytes, another id as text
    source TEXT NOT NULL,
    source_tags TEXT,
    target TEXT NOT NULL,
    target_tags TEXT,
    source_language TEXT NOT NULL,
    target_language TEXT NOT NULL,
    previous TEXT,
    next TEXT,
    context_id TEXT NOT NULL,
    document INTEGER NOT NULL,      -- a name; 0 is none
    author INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    approved INTEGER NOT NULL,
    use_count INTEGER NOT NULL,
    used_ms INTEGER NOT NULL,
    properties TEXT,
    source_hash INTEGER NOT NULL    -- sourceHash() of the source
);
