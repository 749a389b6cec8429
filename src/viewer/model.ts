// The shape of what the viewer knows, and the parts it is fetched in. Pure.
import type { FeedEvent, Phone, PhoneMessage, PhoneNumber, Snapshot, Thread, Waiting } from './wire.ts'

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'lost'; readonly reason: string; readonly retryAt: number }

/** The parts of the model that are fetched, each by one request. */
export type Part =
  | { readonly of: 'phones' }
  | { readonly of: 'threads'; readonly phone: PhoneNumber }
  | { readonly of: 'waiting'; readonly phone: PhoneNumber }
  | { readonly of: 'messages'; readonly phone: PhoneNumber; readonly thread: string }

/** The messages of a thread that somebody looks at, from some message on to the newest. */
export type OpenThread = Snapshot<PhoneMessage> & { readonly hasEarlier: boolean }

export type Model = {
  readonly connection: Connection
  readonly epoch: string
  /** Gaps so far: an answer asked for before the last one shows a world that is gone. */
  readonly gapCount: number
  /** Why the last one was: another life of the carrier, or more events than it keeps; null before the first. */
  readonly gap: 'reset' | 'missed' | null
  /** The newest event seen: where a lost connection resumes. */
  readonly seq: number
  readonly phones: Snapshot<Phone> | null
  readonly threads: Readonly<Record<PhoneNumber, Snapshot<Thread>>>
  readonly waiting: Readonly<Record<PhoneNumber, Snapshot<Waiting>>>
  readonly messages: Readonly<Record<string, OpenThread>>
  readonly stale: Readonly<Record<string, Part>>
  readonly recent: readonly FeedEvent[]
}

/** Events kept for snapshots that are still on their way. */
export const RECENT_COUNT = 500

export const EMPTY_MODEL: Model = {
  connection: { state: 'connecting' },
  epoch: '',
  gapCount: 0,
  gap: null,
  seq: 0,
  phones: null,
  threads: {},
  waiting: {},
  messages: {},
  stale: {},
  recent: [],
}

export function partKey(part: Part): string {
  if (part.of === 'phones') return 'phones'
  return part.of === 'messages' ? messagesKey(part.phone, part.thread) : `${part.of} ${part.phone}`
}

export function messagesKey(phone: PhoneNumber, thread: string): string {
  return `messages ${phone} ${thread}`
}

/** The part behind a key of `Model.messages`. */
export function partOf(key: string): Extract<Part, { of: 'messages' }> {
  const [, phone = '', thread = ''] = key.split(' ')
  return { of: 'messages', phone, thread }
}

export function markStale(model: Model, part: Part): Model {
  return { ...model, stale: { ...model.stale, [partKey(part)]: part } }
}
