import type { Event, JournalEvent } from '../core/index.ts'

type Fields = Readonly<Record<string, unknown>>

/** What ids and times are counted from, so that they are short. */
export type Start = { readonly id: number; readonly at: number }

/**
 * How events of one type are kept small: they carry what they are about, the journal writes down where that is found,
 * and its fields are made when somebody reads. The type of the event says which form it has.
 */
export type EventForm<Fact extends Event, Kept> = {
  /** In place of the type. */
  readonly code: string
  /** The id that those of its neighbours are near to. */
  idOf(fact: Fact): number | null
  /** As JSON, as little as possible; with every id that the event is to be found by. */
  keep(fact: Fact, start: Start): Kept
  /** The event again, from the rows of a world; undefined when they are gone. */
  recall(world: number, kept: Kept, start: Start): Fact | undefined
  fieldsOf(fact: Fact): Fields
  /** What is told in its place when the rows are gone. */
  gone(kept: Kept, start: Start): Event
}

// Whoever looks a form up by the type of an event has an event of that type.
type AnyForm = EventForm<Event, unknown>
export type EventForms = Readonly<Record<string, AnyForm>>

export type Numbered = { readonly seq: number; readonly at: number; readonly fact: Event }

/** An event on paper: as it is, or the code of its type with what its form keeps. */
type Written = Event | readonly [code: string, kept: unknown]

/** Ids are counted from `base`; in the batches of earlier versions it is 0, and times are counted from 0 as well. */
export type Batch = { readonly firstSeq: number; readonly base: number; readonly text: string }

const NOTHING: Start = { id: 0, at: 0 }

/** A batch of events as one text: a number stands for the time of those behind it. */
export function writeBatch(events: readonly Numbered[], forms: EventForms): Pick<Batch, 'base' | 'text'> {
  const items: (number | Written)[] = []
  const base = baseOf(events, forms)
  let start = NOTHING
  let at: number | undefined
  for (const event of events) {
    if (event.at !== at) {
      at = event.at
      start = startOf(base, at)
      items.push(at)
    }
    items.push(written(event.fact, forms[event.fact.type], start))
  }
  return { base, text: JSON.stringify(items) }
}

function baseOf(events: readonly Numbered[], forms: EventForms): number {
  for (const { fact } of events) {
    const id = forms[fact.type]?.idOf(fact)
    if (id) return id
  }
  return 0
}

function startOf(base: number, at: number): Start {
  return base === 0 ? NOTHING : { id: base, at }
}

function written(fact: Event, form: AnyForm | undefined, start: Start): Written {
  return form ? [form.code, form.keep(fact, start)] : fact
}
export type BatchReader = {
  readonly world: number
  readonly forms: EventForms
  /** By code. */
  readonly types: ReadonlyMap<string, string>
  /** Which events are wanted; what the others were about is not looked up. */
  readonly wants: (seq: number, written: Written) => boolean
}

/** Types by the code that their events are written with. */
export function typesByCode(forms: EventForms): ReadonlyMap<string, string> {
  return new Map(Object.entries(forms).map(([type, { code }]) => [code, type]))
}

export function* readBatch({ firstSeq, base, text }: Batch, reader: BatchReader): Generator<Numbered> {
  // Written by writeBatch.
  const items = JSON.parse(text) as readonly (number | Written)[]
  let seq = firstSeq - 1
  let at = 0
  for (const item of items) {
    if (typeof item === 'number') at = item
    else if (reader.wants(++seq, item)) yield { seq, at, fact: recalled(item, startOf(base, at), reader) }
  }
}

function recalled(item: Written, start: Start, { world, forms, types }: BatchReader): Event {
  if ('type' in item) return item
  const [code, kept] = item
  // Earlier versions wrote the type itself.
  const type = types.get(code) ?? code
  const form = forms[type]
  if (!form) return { type }
  return form.recall(world, kept, start) ?? form.gone(kept, start)
}

/** An event as readers see it. */
export function shownEvent({ seq, at, fact }: Numbered, world: string, forms: EventForms): JournalEvent {
  const { type, ...own } = fact
  const fields = forms[type]?.fieldsOf(fact) ?? own
  return { seq, at: new Date(at).toISOString(), world, type, ...fields }
}
