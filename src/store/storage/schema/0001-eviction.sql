-- What was thrown out because the store is bounded, and when on the world's clock.
CREATE TABLE eviction (
  world INTEGER NOT NULL,
  at INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  phone_messages INTEGER NOT NULL,
  media INTEGER NOT NULL
) STRICT;
CREATE INDEX eviction_by_world ON eviction (world);
