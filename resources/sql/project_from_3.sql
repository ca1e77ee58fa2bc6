-- What schema version 3 of a project's state lacks.
CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    segment INTEGER NOT NULL REFERENCES segment (id),
    at_ms INTEGER NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX note_of_segment ON note (segment);
CREATE TABLE review (
    id TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
);
CREATE TABLE review_row (
    review TEXT NOT NULL REFERENCES review (id),
    row INTEGER NOT NULL,
    segment INTEGER NOT NULL REFERENCES segment (id),
    target TEXT NOT NULL,
    target_tags TEXT,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (review, row)
) WITHOUT ROWID;
ALTER TABLE document ADD COLUMN rules TEXT NOT NULL DEFAULT ''
