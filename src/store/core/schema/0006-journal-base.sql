-- Ids in the events of a row are counted from `base`, and times of deliveries from the time of their event; in rows of
-- earlier versions both are counted from nothing.
ALTER TABLE journal ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
