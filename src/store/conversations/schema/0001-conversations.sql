-- Every row keeps its record in `doc`; the other columns are what it is found and ordered by.
CREATE TABLE conversations_configuration (
  world INTEGER NOT NULL,
  key TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations_service (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  account TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  account TEXT NOT NULL,
  service TEXT NOT NULL,
  unique_name TEXT,
  state TEXT NOT NULL,
  roster TEXT,
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX conversation_by_name ON conversation (world, service, unique_name) WHERE unique_name IS NOT NULL;
CREATE INDEX conversation_by_service ON conversation (world, service, sid);
CREATE INDEX conversation_by_roster ON conversation (world, account, roster) WHERE roster IS NOT NULL;
CREATE INDEX conversation_due ON conversation (world, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE conversation_participant (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  conversation TEXT NOT NULL,
  account TEXT NOT NULL,
  service TEXT NOT NULL,
  identity TEXT,
  address TEXT,
  proxy_address TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_participant_by_conversation ON conversation_participant (world, conversation, sid);
CREATE INDEX conversation_participant_by_identity ON conversation_participant (world, account, identity, sid) WHERE identity IS NOT NULL;
CREATE INDEX conversation_participant_by_address ON conversation_participant (world, account, address, sid) WHERE address IS NOT NULL;

CREATE TABLE conversation_message (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  conversation TEXT NOT NULL,
  position INTEGER NOT NULL,
  carrier_message INTEGER,
  relay_at INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX conversation_message_by_position ON conversation_message (world, conversation, position);
CREATE INDEX conversation_message_to_relay ON conversation_message (world, relay_at) WHERE relay_at IS NOT NULL;
CREATE INDEX conversation_message_by_carrier ON conversation_message (world, conversation, carrier_message) WHERE carrier_message IS NOT NULL;

CREATE TABLE conversation_receipt (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  conversation TEXT NOT NULL,
  message TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_receipt_by_message ON conversation_receipt (world, message, sid);
CREATE INDEX conversation_receipt_by_conversation ON conversation_receipt (world, conversation);

CREATE TABLE conversations_channel_message (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  account TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sender TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_channel_message_by_account ON conversations_channel_message (world, account, substr(sid, 3));

-- One row per account (service '') and one per service that has set its own.
CREATE TABLE conversations_webhook_configuration (
  world INTEGER NOT NULL,
  account TEXT NOT NULL,
  service TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, account, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation_webhook (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  conversation TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_webhook_by_conversation ON conversation_webhook (world, conversation, sid);

CREATE TABLE conversations_address (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  account TEXT NOT NULL,
  type TEXT NOT NULL,
  address TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX conversations_address_by_address ON conversations_address (world, account, type, address);

CREATE TABLE conversations_media (
  world INTEGER NOT NULL,
  sid TEXT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, sid)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations_webhook_call (
  world INTEGER NOT NULL,
  id TEXT NOT NULL,
  next_attempt_at INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_webhook_call_due ON conversations_webhook_call (world, next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
