-- Short messages of a commit that brought many: up to 128 of one world share a row. One that is replaced is taken out and
-- gets a row in `message`. `at` is when the last of them was accepted. `messages` is a JSON array with the columns of each,
-- its id and times counted from the row's own, and the lengths of its user data and evidence, which lie one after the
-- other in `octets`.
CREATE TABLE message_pack (
  first_id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  messages TEXT NOT NULL,
  octets BLOB NOT NULL
) STRICT;
CREATE INDEX message_pack_of_world ON message_pack (world, first_id);
