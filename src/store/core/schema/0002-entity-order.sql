-- Lists keep the order in which accounts, numbers and phones were made, also over a restart.
ALTER TABLE entity ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
