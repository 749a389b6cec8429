import {
  decodePdu,
  encodePdu,
  type ForwardReq,
  type MmsPdu,
  type PduInTwo,
  readEnvelope,
  type SendReq,
} from '../../../protocols/mms/index.ts'
import { describeMalformed } from '../../../protocols/octets/index.ts'
import {
  type Address,
  type Carrier,
  type CarrierReader,
  type Clock,
  type FaultBoard,
  type Message,
  type MessageDelivery,
  type MessageId,
  newPhone,
  type Offer,
  type Refusal,
  type Submission,
  type Tidings,
  type Unit,
} from '../../core/index.ts'
import { type ImageAdapter, type Oversize, type Prepared, prepare } from './adaptation/index.ts'
import { answered, bare, corrupt, ofAnotherAge, refused, taken, unsupported, withoutMailbox } from './confirmation.ts'
import { faultOfRetrieval, mistreated } from './faults.ts'
import { type Acknowledgement, acknowledge } from './operations/acknowledge.ts'
import { discard } from './operations/discard.ts'
import { forwardOf } from './operations/forward.ts'
import type { NotTaken } from './operations/members.ts'
import { reading } from './operations/read.ts'
import { sentBefore } from './operations/repeated.ts'
import { find, retrieve, retrieveConf } from './operations/retrieve.ts'
import { type SendLimits, submissionOf } from './operations/send.ts'
import { type Carried, deliveryReport, invitation, notification, readReport } from './push.ts'
import { RecentRetrievals } from './recent-retrievals.ts'
import { statusOfRefusal } from './refusals.ts'
import { view } from './view.ts'

export type Mm1GatewayParts = {
  /** The carrier is built after the gateway, as the phones need both. */
  readonly carrier: () => Carrier
  readonly read: CarrierReader
  readonly clock: Clock
  readonly hash: (octets: Uint8Array) => string
  /** `http://host:port`, in front of `/mm1/<id>`. */
  readonly baseUrl: () => string
  /** The largest m-send.req in octets; most US carriers' figure where it is left out. */
  readonly maxSizes?: SendLimits
  /** Makes pictures smaller for carriers that take less; without it none can be made smaller. */
  readonly images?: ImageAdapter
  /** What is done with a message that cannot be made small enough for its recipient; `refuse` where it is left out. */
  readonly oversize?: Oversize
  /** Rules that make the network misbehave. */
  readonly faults?: FaultBoard
}

export type Mm1Request = {
  readonly method: string
  /** From the origin on: `/mm1`, `/mm1/<id>`. */
  readonly path: string
  /** The handset as the network knows it. */
  readonly identity: Address | undefined
  readonly octets: Uint8Array
  /** Somebody only looks at what a handset would get: no fault strikes. */
  readonly inspects?: boolean
}

/** Status 0: no answer comes. */
export type Mm1Answer = {
  readonly status: number
  readonly contentType: string
  readonly octets: Uint8Array
  /** The same octets in two, where the second is the very one that others got. */
  readonly inTwo?: PduInTwo
}

/** An answer, or one that the network holds back for so long on the world's clock. */
export type Mm1Reply = Mm1Answer | { readonly heldForMs: number; readonly answer: () => Mm1Answer }

const noImages: ImageAdapter = () => Promise.resolve(undefined)

/** What most US carriers take from a handset. */
const MAX_SIZES: SendLimits = { message: 1_048_576 }

export function createMm1Gateway(parts: Mm1GatewayParts): Mm1Gateway {
  return new Mm1Gateway(parts)
}

/** The MMSC's face to handsets: notifies, hands out, takes in. */
export class Mm1Gateway {
  private readonly parts: Mm1GatewayParts
  private readonly recent = new RecentRetrievals()

  constructor(parts: Mm1GatewayParts) {
    this.parts = parts
  }

  /** Makes a message fit what the recipient's carrier takes, before the phone hears of it. */
  prepare(offer: Offer): Prepared | Promise<Prepared> {
    const { carrier, read, images = noImages, oversize = 'refuse' } = this.parts
    return prepare({ carrier, read, shrink: images, oversize }, offer)
  }

  notification(offer: Offer): Carried {
    const { read, baseUrl } = this.parts
    return notification(read, offer, baseUrl())
  }

  deliveryReport(tidings: Tidings): Carried {
    return deliveryReport(tidings)
  }

  /** The m-retrieve.conf that a phone gets for a delivery; the same octets every time. */
  retrieval(delivery: MessageDelivery, message: Message): Uint8Array {
    return retrieveConf(this.parts.read, delivery, message)
  }

  invitation(offer: Offer): Carried {
    return invitation(offer, this.parts.baseUrl())
  }

  readReport(tidings: Tidings): Carried {
    return readReport(tidings)
  }

  /** Answers one HTTP request of a handset. */
  async handle(request: Mm1Request): Promise<Mm1Reply> {
    const { method, path, octets } = request
    if (method === 'GET') return view(this.parts.read, path) ?? this.handOut(request)
    if (method !== 'POST') return bare(405)
    const envelope = readEnvelope(octets)
    const pdu = ofAnotherAge(envelope) ?? decodePdu(octets)
    if ('status' in pdu) return pdu
    if (pdu.ok) return this.take(request, pdu.value)
    const refuse = pdu.malformed.kind === 'unknown-pdu-type' ? unsupported : corrupt
    return refuse(envelope, `No PDU can be read: ${describeMalformed(pdu.malformed)}`)
  }

  /** An m-notifyresp.ind or m-acknowledge.ind that takes effect together with what else the handset's unit of work decides. */
  acknowledge(unit: Unit, { identity, octets }: Pick<Mm1Request, 'identity' | 'octets'>): Mm1Answer {
    const pdu = decodePdu(octets)
    if (!pdu.ok) return corrupt(readEnvelope(octets), describeMalformed(pdu.malformed))
    const { value } = pdu
    const isAnswer = value.type === 'm-notifyresp.ind' || value.type === 'm-acknowledge.ind'
    return isAnswer ? acknowledged(unit, { pdu: value, identity }) : bare(400)
  }

  private handOut({ path, identity, inspects = false }: Mm1Request): Mm1Reply {
    const { read, clock, faults } = this.parts
    const tools = { read, recent: this.recent }
    const asked = find(read, path)
    const fault = inspects ? undefined : faultOfRetrieval(faults, asked)
    if (!fault) return answered(retrieve(tools, { asked, identity, now: clock.now() }))
    // Held back, it may be another message by then.
    const answer = () => answered(retrieve(tools, { asked: find(read, path), identity, now: clock.now() }))
    const answerOnFault = () => mistreated(answer(), fault, clock.now())
    return fault.delayMs === undefined ? answerOnFault() : { heldForMs: fault.delayMs, answer: answerOnFault }
  }

  private async take({ identity, octets }: Mm1Request, pdu: MmsPdu): Promise<Mm1Answer> {
    const { carrier, read, clock } = this.parts
    switch (pdu.type) {
      case 'm-send.req':
        return this.handIn(
          pdu,
          submissionOf({ maxSizes: MAX_SIZES, ...this.parts }, { pdu, identity, octets }, clock.now()),
        )
      case 'm-forward.req':
        return this.handIn(pdu, forwardOf(read, { pdu, identity, octets }, clock.now()))
      case 'm-notifyresp.ind':
      case 'm-acknowledge.ind':
        return carrier().run((unit) => acknowledged(unit, { pdu, identity }))
      case 'm-read-rec.ind':
        return bare((await reading(carrier(), { pdu, identity })) ? 200 : 403)
      case 'm-delete.req':
        return answered(encodePdu(await discard(carrier(), { pdu, identity })))
      case 'm-mbox-store.req':
      case 'm-mbox-view.req':
      case 'm-mbox-upload.req':
      case 'm-mbox-delete.req':
        return withoutMailbox(pdu)
      case 'm-cancel.conf':
        return bare(200)
      case 'm-send.conf':
      case 'm-notification.ind':
      case 'm-retrieve.conf':
      case 'm-delivery.ind':
      case 'm-read-orig.ind':
      case 'm-forward.conf':
      case 'm-mbox-store.conf':
      case 'm-mbox-view.conf':
      case 'm-mbox-upload.conf':
      case 'm-mbox-delete.conf':
      case 'm-mbox-descr':
      case 'm-delete.conf':
      case 'm-cancel.req':
        return bare(400)
    }
  }

  /** Answers after the commit. */
  private async handIn(pdu: SendReq | ForwardReq, submission: Submission | NotTaken): Promise<Mm1Answer> {
    if ('status' in submission) return refused(pdu, submission)
    const answer = await this.parts.carrier().run((unit) => submitOnce(unit, pdu, submission))
    if (answer.accepted) return taken(pdu, answer.messageId)
    return refused(pdu, { status: statusOfRefusal(answer), text: answer.explanation })
  }
}

function acknowledged(unit: Unit, acknowledgement: Acknowledgement): Mm1Answer {
  return bare(acknowledge(unit, acknowledgement) ? 200 : 403)
}

type Taken = { readonly accepted: true; readonly messageId: MessageId }

/** A subscriber that nobody knew becomes a phone by sending. */
function submitOnce(unit: Unit, { transactionId }: SendReq | ForwardReq, submission: Submission): Taken | Refusal {
  const before = sentBefore(unit.read, submission)
  if (before) {
    const messageId = String(before.id)
    unit.emit({ type: 'mm1.send-repeated', messageId, phone: before.from, transactionId })
    return { accepted: true, messageId: before.id }
  }
  const answer = unit.submit(submission)
  const isNew = answer.accepted && !unit.read.phone(submission.from)
  if (isNew) unit.put({ layer: 'core', put: 'phone', value: newPhone(submission.from) })
  return answer
}
