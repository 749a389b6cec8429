-- A handset that got no m-send.conf sends again under the same transaction id.
CREATE INDEX message_by_transaction ON message (world, origin_key, reference)
  WHERE origin_kind = 'handset' AND kind = 'mms';
