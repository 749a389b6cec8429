-- Read reports that senders asked for, and texts that stand for a reaction to another message.
ALTER TABLE phone_message ADD COLUMN read_report TEXT;
ALTER TABLE phone_message ADD COLUMN reacts_to INTEGER;
ALTER TABLE phone_message ADD COLUMN reaction TEXT;
CREATE INDEX phone_message_read_report ON phone_message (world, phone, read_report, thread, id)
  WHERE read_report IS NOT NULL;
