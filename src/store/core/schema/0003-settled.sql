-- What arrived at the first try: of a copy, or of the report about it, nothing is left to be said but when. One row for
-- each commit and block of message ids; `entries` is a JSON array of numbers, three of each: the message (from the
-- first id of the block), the delivery or report (from its message), when (from `at`).
CREATE TABLE settled (
  first_id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  block INTEGER NOT NULL,
  at INTEGER NOT NULL,
  entries TEXT NOT NULL
) STRICT;
CREATE INDEX settled_of_block ON settled (world, block);
