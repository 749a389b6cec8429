-- Small resources of the layer, one row each: users, roles, credentials, messaging services and their like.
-- `parent` is what they are listed under (an account, a service), `name` what they are found by besides their SID.
CREATE TABLE conversations_resource (
  world INTEGER NOT NULL,
  kind TEXT NOT NULL,
  sid TEXT NOT NULL,
  parent TEXT NOT NULL,
  name TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (world, kind, sid)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversations_resource_by_parent ON conversations_resource (world, kind, parent, sid);
CREATE INDEX conversations_resource_by_name ON conversations_resource (world, kind, parent, name) WHERE name IS NOT NULL;

-- Uploads that no message refers to yet, by age.
ALTER TABLE conversations_media ADD COLUMN unused_since INTEGER;
CREATE INDEX conversations_media_unused ON conversations_media (world, unused_since) WHERE unused_since IS NOT NULL;
CREATE INDEX conversation_participant_by_service_identity ON conversation_participant (world, account, service, identity, sid) WHERE identity IS NOT NULL;
CREATE INDEX conversation_participant_by_service_address ON conversation_participant (world, account, service, address, sid) WHERE address IS NOT NULL;
