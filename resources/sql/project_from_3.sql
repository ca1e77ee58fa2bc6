-- What schema version 3 of a project's state lacks.
ALTER TABLE document ADD COLUMN rules TEXT NOT NULL DEFAULT ''
