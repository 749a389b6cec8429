// The control API, typed. What the server refuses is a value: a Problem that a person can read.
import {
  readClock,
  readFaultCount,
  readMessage,
  readMessages,
  readPhones,
  readThreads,
  readWaitings,
} from './read-wire.ts'
import type { Clock, Outgoing, Phone, PhoneMessage, PhoneNumber, Snapshot, Thread, Waiting } from './wire.ts'

export type Problem = { readonly title: string; readonly detail: string; readonly status: number }
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

/** What can be changed about a phone. */
export type PhoneChange = Partial<Omit<Phone, 'number' | 'unread'>>

export type MessageAction = 'download' | 'read' | 'delete'

/** Messages of a thread asked for at once. */
export const PAGE_COUNT = 200

export type Api = ReturnType<typeof createApi>

export function createApi(base: string, send: typeof fetch) {
  const call = async <T>(path: string, read: (body: unknown) => T, init?: RequestInit): Promise<Answer<T>> => {
    try {
      const response = await send(`${base}${path}`, init)
      const body: unknown = await response.json().catch(() => null)
      return response.ok ? { ok: true, value: read(body) } : { ok: false, problem: readProblem(response, body) }
    } catch {
      return { ok: false, problem: { title: 'Partyline does not answer', detail: 'Is it still running?', status: 0 } }
    }
  }
  const phone = (number: PhoneNumber) => `/phones/${encodeURIComponent(number)}`
  return {
    phones: () => call('/phones', readPhones),
    /** How many rules of misbehaviour stand. */
    faultCount: () => call('/faults', readFaultCount),
    /** Any other resource, read by whoever asks for it. */
    get: <T>(path: string, read: (body: unknown) => T): Promise<Answer<T>> => call(path, read),
    change: (method: string, path: string, body?: unknown): Promise<Answer<unknown>> =>
      call(path, (answer) => answer, body === undefined ? { method } : json(method, body)),
    clock: (): Promise<Answer<Clock>> => call('/clock', readClock),
    threads: (number: PhoneNumber): Promise<Answer<Snapshot<Thread>>> => call(`${phone(number)}/threads`, readThreads),
    waiting: (number: PhoneNumber): Promise<Answer<Snapshot<Waiting>>> =>
      call(`${phone(number)}/notifications`, readWaitings),
    /** The newest messages of a thread, or the newest before one of them; oldest first. */
    messages: (number: PhoneNumber, thread: string, before?: string): Promise<Answer<Snapshot<PhoneMessage>>> => {
      const query = new URLSearchParams({ thread, limit: String(PAGE_COUNT), ...(before && { before }) })
      return call(`${phone(number)}/messages?${query}`, readMessages)
    },
    send: (number: PhoneNumber, message: Outgoing): Promise<Answer<PhoneMessage>> =>
      call(`${phone(number)}/messages`, readMessage, json('POST', sparse(message))),
    act: (number: PhoneNumber, id: string, action: MessageAction): Promise<Answer<unknown>> =>
      call(`${phone(number)}/messages/${encodeURIComponent(id)}/${action}`, (body) => body, json('POST', {})),
    react: (number: PhoneNumber, id: string, reaction: string): Promise<Answer<unknown>> =>
      call(`${phone(number)}/messages/${encodeURIComponent(id)}/react`, (body) => body, json('POST', { reaction })),
    putPhone: (number: PhoneNumber, change: PhoneChange): Promise<Answer<unknown>> =>
      call(phone(number), (body) => body, json('PUT', settings(change))),
    removePhone: (number: PhoneNumber): Promise<Answer<unknown>> =>
      call(phone(number), (body) => body, { method: 'DELETE' }),
  }
}

function sparse(message: Outgoing) {
  const { to, text, subject, media } = message
  return { to, ...(text && { text }), ...(subject && { subject }), ...(media.length > 0 && { media }) }
}

/** Contacts travel as an object from number to name, no carrier as null. */
function settings({ contacts, carrier, ...change }: PhoneChange) {
  return {
    ...change,
    ...(carrier !== undefined && { carrier: carrier === '' ? null : carrier }),
    ...(contacts && { contacts: Object.fromEntries(contacts.map(({ number, name }) => [number, name])) }),
  }
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** RFC 9457 problem details, or the bare status. */
function readProblem(response: Response, body: unknown): Problem {
  // Any object may be asked for these; what is no string falls back to the status line.
  const { title, detail } = (body ?? {}) as { title?: unknown; detail?: unknown }
  return {
    title: typeof title === 'string' ? title : `${response.status} ${response.statusText}`.trim(),
    detail: typeof detail === 'string' ? detail : '',
    status: response.status,
  }
}
