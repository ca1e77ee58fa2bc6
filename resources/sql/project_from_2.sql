-- What schema version 2 of a project's state lacks.
ALTER TABLE segment ADD COLUMN facts TEXT
