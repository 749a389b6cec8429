CREATE TABLE world (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  doc TEXT NOT NULL
) STRICT;

-- Accounts, numbers and phones: few, read often, kept in memory by the reader.
CREATE TABLE entity (
  world INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, kind, key)
) STRICT, WITHOUT ROWID;

-- `more` holds as JSON what plain texts do not have: Cc, priority, data coding, header, multimedia parts.
-- `deliveries` lists recipients with their endpoints; null is one delivery to the handset in `recipients`.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL,
  origin TEXT NOT NULL,
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  text TEXT,
  segments BLOB,
  report INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  reference TEXT,
  more TEXT,
  deliveries TEXT,
  evidence BLOB
) STRICT;

-- Deliveries and reports that were tried once or wait for their time. What has yet to be tried has no row: its message
-- tells of it. A message's rows have the ids after its own, up to those of the next message. next_attempt_at is null
-- once settled, settled_at until then; `because` is what it waits for or why it failed.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  message_id INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  state TEXT NOT NULL,
  next_attempt_at INTEGER,
  settled_at INTEGER,
  attempts INTEGER NOT NULL,
  because TEXT,
  code INTEGER,
  report TEXT
) STRICT;
CREATE INDEX delivery_due ON delivery (world, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX delivery_waiting ON delivery (world, endpoint, id) WHERE next_attempt_at IS NOT NULL;

-- Every message up to `message_id` has a row for each delivery, and for each report that its outcome owes.
CREATE TABLE recorded (
  world INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL
) STRICT;

CREATE TABLE content (
  world INTEGER NOT NULL,
  hash TEXT NOT NULL,
  octets BLOB NOT NULL,
  PRIMARY KEY (world, hash)
) STRICT;

-- One row per commit and world: the events first_seq..last_seq as a JSON array.
CREATE TABLE journal (
  world INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  events TEXT NOT NULL,
  PRIMARY KEY (world, last_seq)
) STRICT;
