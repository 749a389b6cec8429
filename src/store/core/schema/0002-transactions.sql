-- A handset that got no m-send.conf sends again under the same transaction id.
CREATE INDEX message_by_transaction ON message (world, origin, reference)
  WHERE segments IS NULL AND origin >= 'handset:' AND origin < 'handset;';
