import { WAP_PUSH_PORT } from '../../../protocols/mms/index.ts'
import { describeMalformed } from '../../../protocols/octets/index.ts'
import { decodeUserData, type UserData } from '../../../protocols/sms/index.ts'
import { encodingOf } from '../../../protocols/text/index.ts'
import type { Address, Instant, MessageId, Phone } from '../../core/index.ts'
import { type HandsetMessage, type PartSet, threadOf } from '../model/index.ts'
import { type Assembled, dataOf, headerOf, textOf } from './assembled.ts'
import { both, type Landing, type ReceiveContext, received } from './landing.ts'
import { collectParts, incompleteSet } from './parts.ts'
import { receivePush } from './push.ts'
import { foldsReactions, receivedOrFolded } from './tapback.ts'

/** A short message as it reaches a phone: user data octets and what the network says about them. */
export type ReceivedSms = {
  readonly from: Address
  readonly dataCoding: number
  readonly hasHeader: boolean
  readonly segments: readonly Uint8Array[]
  readonly sentAt: Instant
  readonly messageId: MessageId
}

/** What a short message does to a phone: a message shown, a part kept, a notification noted, a report understood. */
export function receiveSms(context: ReceiveContext, phone: Phone, sms: ReceivedSms): Landing {
  const { from, dataCoding, messageId } = sms
  const pieces: UserData[] = []
  for (const octets of sms.segments) {
    const piece = decodeUserData(octets, sms.hasHeader)
    if (!piece.ok)
      return unreadable(context, phone, { from, dataCoding, messageId, pieces: [] }, describeMalformed(piece.malformed))
    pieces.push(piece.value)
  }
  if (!pieces[0]?.header.concatenation) return show(context, phone, { from, dataCoding, messageId, pieces })
  const { complete, kept } = collectParts(context, phone.number, { sms, pieces })
  return complete.map((assembled) => show(context, phone, assembled)).reduce(both, kept)
}

/** The time-out for missing parts has come: the phone shows what it has. */
export function showIncomplete(context: ReceiveContext, phone: Phone, set: PartSet): Landing {
  const { complete, kept } = incompleteSet(context, set)
  return complete.map((assembled) => show(context, phone, assembled)).reduce(both, kept)
}

function show(context: ReceiveContext, phone: Phone, assembled: Assembled): Landing {
  if (headerOf(assembled).ports?.destination !== WAP_PUSH_PORT) {
    const message = messageOf(context, phone, { assembled, text: textOf(assembled), error: null })
    return receivedOrFolded(context.reader, message, foldsReactions(phone))
  }
  const data = dataOf(assembled)
  if (!data) return unreadable(context, phone, assembled, 'parts of a WAP push are missing')
  const landing = receivePush(context, phone, { data, messageId: assembled.messageId })
  return typeof landing === 'string' ? unreadable(context, phone, assembled, landing) : landing
}

/** Something came that no phone can read: shown without text, and with the reason. */
function unreadable(context: ReceiveContext, phone: Phone, assembled: Assembled, error: string): Landing {
  return received(messageOf(context, phone, { assembled, text: '', error }))
}

type Shown = { readonly assembled: Assembled; readonly text: string; readonly error: string | null }

function messageOf({ now, ids }: ReceiveContext, phone: Phone, { assembled, text, error }: Shown): HandsetMessage {
  const { from, dataCoding, messageId, pieces } = assembled
  const to = [phone.number]
  return {
    id: ids.number(),
    phone: phone.number,
    direction: 'received',
    transport: 'sms',
    from,
    to,
    cc: [],
    thread: threadOf({ from, to, cc: [] }, phone),
    subject: null,
    text,
    media: [],
    status: 'received',
    error,
    at: now,
    segments: Math.max(1, pieces.length),
    encoding: encodingOf(dataCoding),
    messageId,
    reports: null,
    nextAttemptAt: null,
    attempts: 0,
    readReport: null,
    reactsTo: null,
    reaction: null,
  }
}
