-- What else schema version 1 of a project's state needs, behind unit_from_1.sql.
ALTER TABLE segment ADD COLUMN earlier_unit_id TEXT;
ALTER TABLE segment ADD COLUMN used_unit_id TEXT;
CREATE TABLE effect (
    unit_id PRIMARY KEY NOT NULL,
    replaced TEXT,
    used TEXT
) WITHOUT ROWID
