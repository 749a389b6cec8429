-- Large octets lie in a file of the folder beside the database, and `octets` is empty then: `segment` is the file's number,
-- `at` and `length` say where in it.
ALTER TABLE content ADD COLUMN segment INTEGER;
ALTER TABLE content ADD COLUMN at INTEGER;
ALTER TABLE content ADD COLUMN length INTEGER;
CREATE INDEX content_of_segment ON content (segment) WHERE segment IS NOT NULL;
