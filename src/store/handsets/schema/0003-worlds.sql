-- As for the carrier's messages: every world but the first.
CREATE INDEX phone_notification_of_world ON phone_notification (world, phone) WHERE world <> 1;
