import { encodePdu, MMS_MEDIA, type PduEnvelope, RESPONSE_STATUS } from '../../../protocols/mms/index.ts'
import type { MessageId } from '../../core/index.ts'
import type { Mm1Answer } from './gateway.ts'
import type { NotTaken } from './operations/members.ts'
import { MMS_VERSION } from './push.ts'
import { statusIn } from './refusals.ts'

/** The PDUs that hand something in, and what answers each. */
const CONFIRMATIONS = { 'm-send.req': 'm-send.conf', 'm-forward.req': 'm-forward.conf' } as const
const KNOWN_MAJOR = 1

/** The request that is answered, as far as it could be read. */
export type HandedIn = PduEnvelope

export function taken(request: HandedIn, messageId: MessageId): Mm1Answer {
  return confirmed(request, { responseStatus: RESPONSE_STATUS.Ok, messageId: String(messageId) })
}

export function refused(request: HandedIn, { status, text }: NotTaken): Mm1Answer {
  return confirmed(request, { responseStatus: statusIn(request.mmsVersion ?? MMS_VERSION, status), responseText: text })
}

/** Octets that are no PDU: whatever waits for an answer gets one, with its transaction id where that can be read. */
export function corrupt(request: HandedIn, text: string): Mm1Answer {
  return refused(request, { status: RESPONSE_STATUS['Error-permanent-message-format-corrupt'], text })
}

/** A PDU of a major version that nobody here knows; undefined for all others. [MMSENC 7.3.34] */
export function ofAnotherAge(request: HandedIn): Mm1Answer | undefined {
  const { type, mmsVersion = MMS_VERSION } = request
  if (Number.parseInt(mmsVersion, 10) <= KNOWN_MAJOR) return undefined
  if (type !== undefined && !(type in CONFIRMATIONS)) return bare(200)
  const status = RESPONSE_STATUS['Error-unsupported-message']
  return refused(request, { status, text: `MMS ${mmsVersion} is unknown here` })
}

export function answered(octets: Uint8Array): Mm1Answer {
  return { status: 200, contentType: MMS_MEDIA, octets }
}

export function bare(status: number): Mm1Answer {
  return { status, contentType: MMS_MEDIA, octets: new Uint8Array(0) }
}

type Outcome = { readonly responseStatus: number; readonly responseText?: string; readonly messageId?: string }

function confirmed({ type = 'm-send.req', transactionId = '' }: HandedIn, outcome: Outcome): Mm1Answer {
  if (!(type in CONFIRMATIONS)) return bare(400)
  // It is one of the keys.
  const conf = CONFIRMATIONS[type as keyof typeof CONFIRMATIONS]
  return answered(encodePdu({ type: conf, transactionId, mmsVersion: MMS_VERSION, ...outcome }))
}
