-- The members of a group see the same picture: their rows lie side by side, where one write reaches them all.
CREATE TABLE phone_media_by_hash (
  world INTEGER NOT NULL,
  hash TEXT NOT NULL,
  phone TEXT NOT NULL,
  content_type TEXT NOT NULL,
  filename TEXT,
  PRIMARY KEY (world, hash, phone)
) STRICT, WITHOUT ROWID;
INSERT INTO phone_media_by_hash (world, hash, phone, content_type, filename)
  SELECT world, hash, phone, content_type, filename FROM phone_media;
DROP TABLE phone_media;
ALTER TABLE phone_media_by_hash RENAME TO phone_media;
