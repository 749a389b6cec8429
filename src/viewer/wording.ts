// The words and figures a person reads: statuses, states, sizes, times. Pure: the clock is handed in.
import type { Media, PhoneMessage, PhoneState, Profile } from './wire.ts'

export type Tone = 'plain' | 'ok' | 'warn' | 'bad'
export type Worded = { readonly words: string; readonly tone: Tone }

/** Statuses that SMS and MMS really have: no ticks, and Read only when a read report came. */
const STATUS_WORDS: Readonly<Record<string, Worded>> = {
  sending: { words: 'Sending', tone: 'plain' },
  sent: { words: 'Sent', tone: 'plain' },
  delivered: { words: 'Delivered', tone: 'ok' },
  failed: { words: 'Not delivered', tone: 'bad' },
}

/** Outcomes of a copy that arrived; the later ones come from read reports. */
export const ARRIVED: readonly string[] = ['delivered', 'deleted', 'read']

export function statusOf(message: PhoneMessage): Worded | null {
  if (message.direction === 'received' || message.status === '') return null
  const outcomes = Object.values(message.reports)
  const deliveredCount = outcomes.filter((outcome) => ARRIVED.includes(outcome)).length
  const readCount = outcomes.filter((outcome) => outcome === 'read').length
  if (deliveredCount > 0 && deliveredCount < Math.max(outcomes.length, message.to.length)) {
    const failed = outcomes.length > deliveredCount
    return { words: `Delivered to ${deliveredCount} of ${message.to.length}`, tone: failed ? 'warn' : 'plain' }
  }
  if (readCount > 0) return { words: readCount === message.to.length ? 'Read' : `Read by ${readCount}`, tone: 'ok' }
  return STATUS_WORDS[message.status] ?? { words: capital(message.status.replaceAll('-', ' ')), tone: 'plain' }
}

/** `3 segments · UCS-2`; nothing for one plain segment. */
export function segmentsOf(message: PhoneMessage): string | null {
  if (message.transport !== 'sms') return null
  const ucs2 = /ucs-?2|utf-?16/i.test(message.encoding)
  if (message.segments < 2 && !ucs2) return null
  const count = message.segments > 1 ? `${message.segments} segments` : '1 segment'
  return `${count} · ${ucs2 ? 'UCS-2' : 'GSM-7'}`
}

export const STATE_WORDS = {
  online: { name: 'Online', meaning: 'Texts and MMS arrive.', tone: 'ok' },
  'no-signal': {
    name: 'No signal',
    meaning: 'Everything waits at the carrier until there is signal again.',
    tone: 'warn',
  },
  'no-data': { name: 'No data', meaning: 'Texts arrive. An MMS is announced but cannot be fetched.', tone: 'warn' },
  airplane: { name: 'Airplane mode', meaning: 'Radio off by hand. Everything waits at the carrier.', tone: 'warn' },
  off: { name: 'Switched off', meaning: 'Everything waits at the carrier until it is on again.', tone: 'warn' },
  'memory-full': { name: 'Memory full', meaning: 'The phone refuses texts until something is deleted.', tone: 'warn' },
  landline: { name: 'Landline', meaning: 'A number that takes no texts at all.', tone: 'bad' },
  unreachable: { name: 'Unreachable', meaning: 'Nobody answers to this number: every text to it fails.', tone: 'bad' },
} satisfies Record<PhoneState, { name: string; meaning: string; tone: Tone }>

export const PROFILE_WORDS = {
  android: 'Android',
  ios: 'iPhone',
  'legacy-sms': 'SMS only, no MMS',
  'own-number-unknown': 'Does not know its own number',
  'cc-ignored': 'Ignores Cc',
  'no-ack': 'Never acknowledges an MMS',
} satisfies Record<Profile, string>

export function writtenSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** `expires in 3 days`, counted on the world's clock. */
export function writtenExpiry(expiresAt: string, now: number): string {
  const left = Date.parse(expiresAt) - now
  if (Number.isNaN(left)) return ''
  if (left <= 0) return 'expired'
  const minutes = Math.round(left / 60_000)
  if (minutes < 60) return `expires in ${count(Math.max(1, minutes), 'minute')}`
  if (minutes < 48 * 60) return `expires in ${count(Math.round(minutes / 60), 'hour')}`
  return `expires in ${count(Math.round(minutes / 1440), 'day')}`
}

export function writtenTime(at: string | number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** `13 May 2026, 10:24:40` */
export function writtenMoment(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at))
}

/** A key that two instants of one local day share. */
export function dayKey(at: string | number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export function writtenDay(at: string, now: number): string {
  const key = dayKey(at)
  if (key === dayKey(now)) return 'Today'
  if (key === dayKey(now - 86_400_000)) return 'Yesterday'
  const sameYear = key.slice(0, 4) === dayKey(now).slice(0, 4)
  const shape: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
  if (!sameYear) shape.year = 'numeric'
  return new Intl.DateTimeFormat('en-GB', shape).format(new Date(at))
}

/** The time for a list: the hour today, the day before that. */
export function writtenWhen(at: string, now: number): string {
  return dayKey(at) === dayKey(now) ? writtenTime(at) : writtenDay(at, now)
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}

/** What a message is, where only one line is left for it. */
export function snippetOf(message: PhoneMessage): string {
  if (message.subject) return message.subject
  if (message.text) return message.text.replace(/\s+/g, ' ')
  const [media] = message.media
  return media ? capital(mediaWord(media.contentType)) : 'Empty message'
}

/** `adapted from 2.1 MB to 580 kB`; empty where nothing was. */
export function adaptedWords({ adaptedFrom, size }: Media): string {
  return adaptedFrom === null ? '' : `adapted from ${writtenSize(adaptedFrom.size)} to ${writtenSize(size)}`
}

export function mediaWord(contentType: string): string {
  const [kind = '', sort = ''] = contentType.toLowerCase().split('/')
  if (kind === 'image' || kind === 'video' || kind === 'audio') return kind === 'image' ? 'picture' : kind
  return /vcard/.test(sort) ? 'contact card' : 'file'
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
