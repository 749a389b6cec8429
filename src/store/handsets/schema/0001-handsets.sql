-- The threads of each phone, and how far the person has read in them. A thread has the id of its first message.
CREATE TABLE phone_thread (
  id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  phone TEXT NOT NULL,
  thread TEXT NOT NULL,
  read_up_to INTEGER NOT NULL DEFAULT 0,
  UNIQUE (world, phone, thread)
) STRICT;

-- What each phone keeps. `sender` is null where it is the thread's only other member; `more` holds as JSON what plain
-- received texts do not have. The table lies in the order in which messages came, whoever got them: that keeps writing
-- cheap, and a thread is one range of its index.
CREATE TABLE phone_message (
  id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  sender TEXT,
  text TEXT NOT NULL,
  status TEXT NOT NULL,
  at INTEGER NOT NULL,
  segments INTEGER,
  encoding TEXT,
  message_id INTEGER,
  next_attempt_at INTEGER,
  read_report TEXT,
  more TEXT
) STRICT;
CREATE INDEX phone_message_by_thread ON phone_message (thread);
CREATE INDEX phone_message_sent ON phone_message (thread) WHERE sent = 1;
CREATE INDEX phone_message_by_origin ON phone_message (message_id) WHERE sent = 1;
CREATE INDEX phone_message_due ON phone_message (world, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX phone_message_read_report ON phone_message (thread, read_report) WHERE read_report IS NOT NULL;

-- Parts of concatenated short messages that wait for the others.
CREATE TABLE phone_sms_part (
  world INTEGER NOT NULL,
  phone TEXT NOT NULL,
  sender TEXT NOT NULL,
  reference INTEGER NOT NULL,
  total INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  data_coding INTEGER NOT NULL,
  user_data BLOB NOT NULL,
  message_id INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (world, phone, sender, reference, total, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_sms_part_due ON phone_sms_part (world, due_at);

-- Every m-notification.ind a phone got, and how far it is with the message behind it.
CREATE TABLE phone_notification (
  id INTEGER PRIMARY KEY,
  world INTEGER NOT NULL,
  phone TEXT NOT NULL,
  sender TEXT,
  subject TEXT,
  size INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  content_location TEXT NOT NULL,
  transaction_id TEXT NOT NULL,
  message_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  stage TEXT NOT NULL,
  by_hand INTEGER NOT NULL,
  error TEXT,
  next_attempt_at INTEGER,
  attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX phone_notification_by_location ON phone_notification (content_location);
CREATE INDEX phone_notification_open ON phone_notification (world, phone, id) WHERE stage <> 'done';
CREATE INDEX phone_notification_due ON phone_notification (world, next_attempt_at) WHERE next_attempt_at IS NOT NULL;

-- Which media a phone has seen, and under what name; the octets are the carrier's content.
CREATE TABLE phone_media (
  world INTEGER NOT NULL,
  phone TEXT NOT NULL,
  hash TEXT NOT NULL,
  content_type TEXT NOT NULL,
  filename TEXT,
  PRIMARY KEY (world, phone, hash)
) STRICT, WITHOUT ROWID;
