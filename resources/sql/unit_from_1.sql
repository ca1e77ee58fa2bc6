-- What the units of schema version 1, now in unit_1, become in the tables of unit.sql.
INSERT INTO name (text) SELECT document FROM unit_1 WHERE document <> '' UNION SELECT author FROM unit_1 WHERE author <> '';

-- Version 1 knew no approval; what a machine wrote and nobody confirmed has none.
INSERT INTO unit
    SELECT row, unit_id(unit_1.id), source, source_tags, target, target_tags, source_language, target_language, previous, next, '',
           coalesce((SELECT name.id FROM name WHERE text = document), 0), coalesce((SELECT name.id FROM name WHERE text = author), 0),
           created_ms, changed_ms, CASE origin WHEN 'human' THEN 0 WHEN 'post-edited' THEN 1 WHEN 'machine' THEN 2 WHEN 'imported' THEN 3 ELSE -1 END,
           origin <> 'machine', 0, 0, properties, source_hash(source)
    FROM unit_1 ORDER BY row;
DELETE FROM sqlite_sequence WHERE name = 'unit';
INSERT INTO sqlite_sequence SELECT 'unit', seq FROM sqlite_sequence WHERE name = 'unit_1';
DROP TABLE unit_1;
