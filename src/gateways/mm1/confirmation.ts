import {
  encodePdu,
  joined,
  MMS_MEDIA,
  type MmsPdu,
  type PduEnvelope,
  type PduInTwo,
  RESPONSE_STATUS,
} from '../../../protocols/mms/index.ts'
import type { MessageId } from '../../core/index.ts'
import type { Mm1Answer } from './gateway.ts'
import type { NotTaken } from './operations/members.ts'
import { MMS_VERSION } from './push.ts'
import { statusIn, storeStatusOf } from './refusals.ts'

const KNOWN_MAJOR = 1

/** The request that is answered, as far as it could be read. */
export type HandedIn = PduEnvelope

type Opened = { readonly transactionId: string; readonly mmsVersion: string }
type Answers = (opened: Opened, refusal: NotTaken) => MmsPdu

const stored = ({ status, text }: NotTaken) => ({ storeStatus: storeStatusOf(status), storeStatusText: text })
const responded = ({ status, text }: NotTaken) => ({ responseStatus: status, responseText: text })
const respondedEach = ({ status, text }: NotTaken) => ({ responseStatus: [status], responseText: [text] })

/** Whatever waits for an answer, and how its answer says no. */
const REFUSALS = {
  'm-send.req': (opened, refusal) => ({ type: 'm-send.conf', ...opened, ...responded(refusal) }),
  'm-forward.req': (opened, refusal) => ({ type: 'm-forward.conf', ...opened, ...responded(refusal) }),
  'm-mbox-store.req': (opened, refusal) => ({ type: 'm-mbox-store.conf', ...opened, ...stored(refusal) }),
  'm-mbox-view.req': (opened, refusal) => ({ type: 'm-mbox-view.conf', ...opened, ...responded(refusal) }),
  'm-mbox-upload.req': (opened, refusal) => ({ type: 'm-mbox-upload.conf', ...opened, ...stored(refusal) }),
  'm-mbox-delete.req': (opened, refusal) => ({ type: 'm-mbox-delete.conf', ...opened, ...respondedEach(refusal) }),
  'm-delete.req': (opened, refusal) => ({ type: 'm-delete.conf', ...opened, ...respondedEach(refusal) }),
} as const satisfies Partial<Record<MmsPdu['type'], Answers>>

export type Answerable = keyof typeof REFUSALS

/** m-send.conf or m-forward.conf: the message is the carrier's now. */
export function taken({ type, transactionId = '' }: HandedIn, messageId: MessageId): Mm1Answer {
  const conf = type === 'm-forward.req' ? 'm-forward.conf' : 'm-send.conf'
  const outcome = { responseStatus: RESPONSE_STATUS.Ok, messageId: String(messageId) }
  return answered(encodePdu({ type: conf, transactionId, mmsVersion: MMS_VERSION, ...outcome }))
}

/** What cannot be told from a send is answered as one. */
export function refused(request: HandedIn, { status, text }: NotTaken): Mm1Answer {
  const { type = 'm-send.req', transactionId = '', mmsVersion = MMS_VERSION } = request
  if (!isAnswerable(type)) return bare(400)
  const refusal = { status: statusIn(mmsVersion, status), text }
  return answered(encodePdu(REFUSALS[type]({ transactionId, mmsVersion: MMS_VERSION }, refusal)))
}

/** Octets that are no PDU: whatever waits for an answer gets one, with its transaction id where that can be read. */
export function corrupt(request: HandedIn, text: string): Mm1Answer {
  return refused(request, { status: RESPONSE_STATUS['Error-permanent-message-format-corrupt'], text })
}

/** A PDU of a type that no version has. [MMSENC 7.3.48] */
export function unsupported(request: HandedIn, text: string): Mm1Answer {
  return refused(request, { status: RESPONSE_STATUS['Error-unsupported-message'], text })
}

/** There are no mailboxes in this network. */
export function withoutMailbox(request: HandedIn): Mm1Answer {
  return refused(request, {
    status: RESPONSE_STATUS['Error-permanent-service-denied'],
    text: 'This network keeps no mailboxes',
  })
}

/** A PDU of a major version that nobody here knows; undefined for all others. [MMSENC 7.3.34] */
export function ofAnotherAge(request: HandedIn): Mm1Answer | undefined {
  const { type, mmsVersion = MMS_VERSION } = request
  if (Number.parseInt(mmsVersion, 10) <= KNOWN_MAJOR) return undefined
  if (type !== undefined && !isAnswerable(type)) return bare(200)
  return unsupported(request, `MMS ${mmsVersion} is unknown here`)
}

export function answered(pdu: Uint8Array | PduInTwo): Mm1Answer {
  const head = { status: 200, contentType: MMS_MEDIA }
  if (pdu instanceof Uint8Array) return { ...head, octets: pdu }
  return {
    ...head,
    inTwo: pdu,
    // Joined only for whoever wants them in one.
    get octets() {
      return joined(pdu)
    },
  }
}

export function bare(status: number): Mm1Answer {
  return { status, contentType: MMS_MEDIA, octets: new Uint8Array(0) }
}

function isAnswerable(type: string): type is Answerable {
  return Object.hasOwn(REFUSALS, type)
}
