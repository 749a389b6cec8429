-- Texts that go out later: scheduled ones, and answers to keywords.
ALTER TABLE conversations_channel_message ADD COLUMN send_at INTEGER;
CREATE INDEX conversations_channel_message_due ON conversations_channel_message (world, send_at) WHERE send_at IS NOT NULL;
