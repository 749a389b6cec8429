/** A fact for the journal: `type` and its own fields. Sequence number, time and world are added by the commit. */
export type Event = { readonly type: string } & Readonly<Record<string, unknown>>

/** An event as the journal keeps it. `seq` grows by one per event of the world. */
export type JournalEvent = Event & { readonly seq: number; readonly at: string; readonly world: string }
