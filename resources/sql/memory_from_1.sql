-- What schema version 1 of a translation memory becomes, behind unit_from_1.sql; the old tables have names with _1.
INSERT INTO memory SELECT one, randomblob(16), source_language, target_language FROM memory_1;
INSERT INTO removed SELECT unit_id(id), removed_ms FROM removed_1;
DROP TABLE memory_1;
DROP TABLE removed_1
