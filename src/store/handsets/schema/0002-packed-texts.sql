-- Plain texts as phones received them, of a commit that brought many: up to 128 of one world share a row. A text that
-- changes is taken out and gets a row in phone_message. `threads` lists each thread with how many texts it has here, and
-- `texts` the texts, both as JSON; in `texts` a thread is its place in `threads`, and numbers count from the row's own.
CREATE TABLE phone_text_pack (
  first_id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  message_id INTEGER NOT NULL,
  newest_message_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  threads TEXT NOT NULL,
  texts TEXT NOT NULL
) STRICT;
CREATE INDEX phone_text_pack_of_world ON phone_text_pack (world, first_id);
