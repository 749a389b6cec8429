-- One index of what is not done with serves both questions: what is due, and what a phone has yet to fetch.
DROP INDEX phone_notification_open;
DROP INDEX phone_notification_due;
CREATE INDEX phone_notification_open ON phone_notification (world, next_attempt_at, phone) WHERE stage <> 'done';
