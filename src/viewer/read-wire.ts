// The edge: unknown JSON becomes the values of wire.ts once, and is trusted from there on. A field that is missing or
// of another type takes its plain default, so that an older or newer server still shows what it can.
import {
  type Clock,
  type Contact,
  type FeedEvent,
  type Media,
  PHONE_STATES,
  type Phone,
  type PhoneMessage,
  PROFILES,
  type Snapshot,
  type Thread,
  type Waiting,
} from './wire.ts'

export type Fields = Readonly<Record<string, unknown>>

export function readPhones(body: unknown): Snapshot<Phone> {
  return snapshot(body, 'phones', readPhone)
}

export function readThreads(body: unknown): Snapshot<Thread> {
  return snapshot(body, 'threads', readThread)
}

export function readMessages(body: unknown): Snapshot<PhoneMessage> {
  return snapshot(body, 'messages', readMessage)
}

export function readWaitings(body: unknown): Snapshot<Waiting> {
  return snapshot(body, 'notifications', readWaiting)
}

export function readMessage(value: unknown): PhoneMessage {
  const it = fields(value)
  return {
    id: text(it.id),
    phone: text(it.phone),
    direction: it.direction === 'sent' ? 'sent' : 'received',
    transport: it.transport === 'mms' ? 'mms' : 'sms',
    from: text(it.from),
    to: texts(it.to),
    cc: texts(it.cc),
    thread: text(it.thread),
    kind: it.kind === 'group' ? 'group' : 'direct',
    subject: text(it.subject),
    text: text(it.text),
    media: list(it.media).map(readMedia),
    status: text(it.status),
    read: it.read === true,
    reports: textFields(it.reports),
    error: text(it.error),
    at: text(it.at),
    segments: number(it.segments),
    encoding: text(it.encoding),
    messageId: text(it.messageId),
    reactsTo: text(it.reactsTo),
    reaction: text(it.reaction),
    reactionRemoved: it.reactionRemoved === true,
    codes: texts(it.codes),
  }
}

export function readEvent(value: unknown): FeedEvent {
  const it = fields(value)
  return {
    seq: number(it.seq),
    at: text(it.at),
    type: text(it.type),
    active: number(it.active),
    epoch: text(it.epoch),
    phone: typeof it.phone === 'string' ? it.phone : null,
    message: typeof it.message === 'object' && it.message !== null ? readMessage(it.message) : null,
    id: text(it.id),
    messageId: text(it.messageId) || text(fields(it.message).messageId),
    thread: text(it.thread),
    upTo: text(it.upTo),
  }
}

export function readFaultCount(body: unknown): number {
  return list(fields(body).faults).length
}

export function readClock(value: unknown): Clock {
  const it = fields(value)
  const mode = it.mode === 'frozen' || it.mode === 'scaled' ? it.mode : 'real'
  return { mode, rate: number(it.rate) || 1, now: text(it.now) }
}

function readPhone(value: unknown): Phone {
  const it = fields(value)
  return {
    number: text(it.number),
    name: text(it.name),
    state: PHONE_STATES.find((state) => state === it.state) ?? 'online',
    profile: PROFILES.find((profile) => profile === it.profile) ?? 'android',
    groupMode: it.groupMode === 'mass-text' ? 'mass-text' : 'group',
    autoDownload: it.autoDownload !== false,
    contacts: readContacts(it.contacts),
    carrier: text(it.carrier),
    unread: number(it.unread),
  }
}

/** Contacts are a list of `{number, name}` or an object from number to name. */
function readContacts(value: unknown): Contact[] {
  if (Array.isArray(value))
    return value.map((row) => ({ number: text(fields(row).number), name: text(fields(row).name) }))
  return Object.entries(fields(value)).map(([number, name]) => ({ number, name: text(name) }))
}

function readThread(value: unknown): Thread {
  const it = fields(value)
  return {
    id: text(it.id),
    kind: it.kind === 'group' ? 'group' : 'direct',
    participants: texts(it.participants),
    unread: number(it.unread),
    lastMessage: typeof it.lastMessage === 'object' && it.lastMessage !== null ? readMessage(it.lastMessage) : null,
  }
}

function readWaiting(value: unknown): Waiting {
  const it = fields(value)
  return {
    id: text(it.id),
    from: text(it.from),
    subject: text(it.subject),
    size: number(it.size),
    expiresAt: text(it.expiresAt),
    messageId: text(it.messageId),
    stage: text(it.stage),
    error: text(it.error),
  }
}

function readMedia(value: unknown): Media {
  const it = fields(value)
  const from = typeof it.adaptedFrom === 'object' && it.adaptedFrom !== null ? fields(it.adaptedFrom) : null
  return {
    contentType: text(it.contentType),
    filename: text(it.filename),
    size: number(it.size),
    url: ownUrl(it.url),
    adaptedFrom: from && { contentType: text(from.contentType), size: number(from.size) },
  }
}

/** Media is shown only from where the viewer itself came from: a path, never a scheme or another host. */
function ownUrl(value: unknown): string {
  const url = text(value)
  if (url.startsWith('/') && !url.startsWith('//') && !url.startsWith('/\\')) return url
  const path = /^https?:\/\/[^/]+(\/.*)$/.exec(url)?.[1]
  return path?.startsWith('/carrier/') ? path : ''
}

function snapshot<T>(body: unknown, key: string, read: (value: unknown) => T): Snapshot<T> {
  const it = fields(body)
  return { seq: number(it.seq), rows: list(it[key]).map(read) }
}

export function fields(value: unknown): Fields {
  // A non-null object answers every property look-up, with undefined where there is nothing.
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function texts(value: unknown): string[] {
  return list(value).filter((item) => typeof item === 'string')
}

function textFields(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fields(value)).map(([key, field]) => [key, text(field)]))
}

export function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
