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

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL,
  origin_kind TEXT NOT NULL,
  origin_key TEXT NOT NULL,
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  cc TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT,
  subject TEXT,
  data_coding INTEGER,
  has_header INTEGER,
  segments BLOB,
  parts TEXT,
  report INTEGER NOT NULL,
  priority TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  reference TEXT,
  evidence BLOB
) STRICT;

-- A message's deliveries and the reports about them; next_attempt_at is null once settled.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  message_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  endpoint_kind TEXT NOT NULL,
  endpoint_key TEXT NOT NULL,
  state TEXT NOT NULL,
  next_attempt_at INTEGER,
  attempts INTEGER NOT NULL,
  waiting_for TEXT,
  settled_at INTEGER,
  reason TEXT,
  code INTEGER,
  report TEXT
) STRICT;
CREATE INDEX report_by_message ON delivery (message_id) WHERE kind = 'report';
CREATE INDEX delivery_due ON delivery (world, next_attempt_at) WHERE next_attempt_at IS NOT NULL;

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
