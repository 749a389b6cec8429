-- A world that goes takes its rows along without a walk through everybody else's. The first world, which stays and has
-- most of them, does without: its messages would pay for it.
CREATE INDEX message_of_world ON message (world) WHERE world <> 1;
CREATE INDEX delivery_of_world ON delivery (world) WHERE world <> 1;
