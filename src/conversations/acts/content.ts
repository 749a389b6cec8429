import { splitText } from '../../../protocols/sms/index.ts'
import type { SmsContent, SubmittedMms, SubmittedPart } from '../../core/index.ts'
import { contentHash } from '../../runtime/index.ts'
import type { ConversationMessage, MessageMedia } from '../model/records.ts'
import type { Work } from '../work.ts'

/** Media beyond this stay in the conversation and are not sent to phones. */
export const LARGEST_SENT_MEDIA = 5 * 1024 * 1024

/** What phones can be sent; the documentation names them, GIF aside, which every phone shows. */
const SENDABLE_TYPES = new Set(
  'image/jpeg image/jpg image/png image/gif audio/mpeg audio/mp3 audio/amr video/mp4 application/pdf'.split(' '),
)

/** Whether a file can go to phones at all. */
export function isSendableType(contentType: string): boolean {
  return SENDABLE_TYPES.has((contentType.split(';')[0] ?? '').trim().toLowerCase())
}

type Sendable = Pick<ConversationMessage, 'body' | 'media' | 'subject'>

/** What phones get of a message: a text in as many SMS as it takes, or an MMS; null if there is nothing to send. */
export function contentFor(work: Work, message: Sendable, transport: 'sms' | 'mms'): SmsContent | SubmittedMms | null {
  const media = message.media.filter(({ size }) => size <= LARGEST_SENT_MEDIA)
  if (transport === 'sms' && media.length === 0) return message.body ? smsContent(work, message.body) : null
  const parts = [...(message.body ? [textPart(message.body)] : []), ...media.flatMap((one) => mediaPart(work, one))]
  return parts.length > 0 ? { kind: 'mms', subject: message.subject, parts } : null
}

function smsContent(work: Work, text: string): SmsContent {
  const parts = splitText(text, work.ids.number())
  const [first] = parts
  return {
    kind: 'sms',
    text,
    dataCoding: first?.dataCoding ?? 0,
    hasHeader: first?.hasHeader ?? false,
    segments: parts.map(({ userData }) => userData),
  }
}

function textPart(text: string): SubmittedPart {
  const octets = new TextEncoder().encode(text)
  return {
    contentType: 'text/plain; charset=utf-8',
    name: 'text.txt',
    contentId: 'text',
    contentLocation: 'text.txt',
    hash: contentHash(octets),
    size: octets.length,
    text,
    octets,
  }
}

function mediaPart(work: Work, { sid, contentType, filename, hash, size }: MessageMedia): SubmittedPart[] {
  const octets = work.carrier.content(hash)
  if (!octets) return []
  const name = filename ?? sid
  return [{ contentType, name, contentId: sid, contentLocation: name, hash, size, text: null, octets }]
}
