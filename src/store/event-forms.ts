import type { Event, JournalEvent } from '../core/index.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * How events of one type are kept small: they carry what they are about, the journal writes down where that is found,
 * and its fields are made when somebody reads. The type of the event says which form it has.
 */
export type EventForm<Fact extends Event, Kept> = {
  /** As JSON, as little as possible; with every id that the event is to be found by. */
  keep(fact: Fact): Kept
  /** The event again, from the rows of a world; undefined when they are gone. */
  recall(world: number, kept: Kept): Fact | undefined
  fieldsOf(fact: Fact): Fields
  /** What is told in its place when the rows are gone. */
  gone(kept: Kept): Event
}

// Whoever looks a form up by the type of an event has an event of that type.
type AnyForm = EventForm<Event, unknown>
export type EventForms = Readonly<Record<string, AnyForm>>

export type Numbered = { readonly seq: number; readonly at: number; readonly fact: Event }

/** An event on paper: as it is, or its type with what its form keeps. */
type Written = Event | readonly [type: string, kept: unknown]

/** A batch of events as one text: a number stands for the time of those behind it. */
export function writeBatch(events: readonly Numbered[], forms: EventForms): string {
  const items: (number | Written)[] = []
  let at: number | undefined
  for (const event of events) {
    if (event.at !== at) items.push(event.at)
    at = event.at
    items.push(written(event.fact, forms[event.fact.type]))
  }
  return JSON.stringify(items)
}

function written(fact: Event, form: AnyForm | undefined): Written {
  return form ? [fact.type, form.keep(fact)] : fact
}

export type Batch = { readonly firstSeq: number; readonly text: string }
export type BatchReader = {
  readonly world: number
  readonly forms: EventForms
  /** Which events are wanted; what the others were about is not looked up. */
  readonly wants: (seq: number, written: Written) => boolean
}

export function* readBatch({ firstSeq, text }: Batch, { world, forms, wants }: BatchReader): Generator<Numbered> {
  // Written by writeBatch.
  const items = JSON.parse(text) as readonly (number | Written)[]
  let seq = firstSeq - 1
  let at = 0
  for (const item of items) {
    if (typeof item === 'number') at = item
    else if (wants(++seq, item)) yield { seq, at, fact: recalled(item, world, forms) }
  }
}

function recalled(item: Written, world: number, forms: EventForms): Event {
  if ('type' in item) return item
  const [type, kept] = item
  const form = forms[type]
  if (!form) return { type }
  return form.recall(world, kept) ?? form.gone(kept)
}

/** An event as readers see it. */
export function shownEvent({ seq, at, fact }: Numbered, world: string, forms: EventForms): JournalEvent {
  const { type, ...own } = fact
  const fields = forms[type]?.fieldsOf(fact) ?? own
  return { seq, at: new Date(at).toISOString(), world, type, ...fields }
}
