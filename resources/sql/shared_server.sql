-- Shared translation memories on a PostgreSQL server, version 1.
CREATE SCHEMA interlinear;
CREATE TABLE interlinear.schema_version (
    one integer PRIMARY KEY CHECK (one = 1),
    version integer NOT NULL
);
INSERT INTO interlinear.schema_version VALUES (1, 1);
CREATE TABLE interlinear.memory (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    uuid text NOT NULL UNIQUE,
    source_language text NOT NULL,
    target_language text NOT NULL,
    last_change bigint NOT NULL DEFAULT 0  -- who pushes holds this row until the commit, so that numbers come into sight in their order
);
-- Every version of every unit, in the order in which the server heard of them; what is here stays as it is.
CREATE TABLE interlinear.change (
    memory integer NOT NULL REFERENCES interlinear.memory,
    number bigint NOT NULL,
    push text NOT NULL,                    -- changes that came together
    state json NOT NULL,
    author text NOT NULL DEFAULT session_user,
    received timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (memory, number)
);
