-- A network that was restarted under another address still means the same message when it repeats a notification.
DROP INDEX phone_notification_by_location;
CREATE INDEX phone_notification_by_path
  ON phone_notification (substr(content_location, instr(content_location, '/mm1/')));
