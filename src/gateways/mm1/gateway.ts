import {
  decodePdu,
  encodePdu,
  MMS_MEDIA,
  type MmsPdu,
  RESPONSE_STATUS,
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
  newPhone,
  type Offer,
  type Tidings,
} from '../../core/index.ts'
import { faultOfRetrieval, mistreated } from './faults.ts'
import { acknowledge } from './operations/acknowledge.ts'
import { find, retrieve, retrieveConf } from './operations/retrieve.ts'
import { type NotTaken, type SendLimits, submissionOf } from './operations/send.ts'
import { type Carried, deliveryReport, invitation, MMS_VERSION, notification } from './push.ts'
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
export type Mm1Answer = { readonly status: number; readonly contentType: string; readonly octets: Uint8Array }

/** An answer, or one that the network holds back for so long on the world's clock. */
export type Mm1Reply = Mm1Answer | { readonly heldForMs: number; readonly answer: () => Mm1Answer }

/** What most US carriers take from a handset. */
const MAX_SIZES: SendLimits = { message: 1_048_576 }
const NO_OCTETS = new Uint8Array(0)

export function createMm1Gateway(parts: Mm1GatewayParts): Mm1Gateway {
  return new Mm1Gateway(parts)
}

/** The MMSC's face to handsets: notifies, hands out, takes in. */
export class Mm1Gateway {
  private readonly parts: Mm1GatewayParts

  constructor(parts: Mm1GatewayParts) {
    this.parts = parts
  }

  notification(offer: Offer): Carried {
    return notification(offer, this.parts.baseUrl())
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

  /** Answers one HTTP request of a handset. */
  async handle(request: Mm1Request): Promise<Mm1Reply> {
    const { method, path, octets } = request
    if (method === 'GET') return view(this.parts.read, path) ?? this.handOut(request)
    if (method !== 'POST') return bare(405)
    const pdu = decodePdu(octets)
    return pdu.ok ? this.take(request, pdu.value) : corrupt(octets, describeMalformed(pdu.malformed))
  }

  private handOut({ path, identity, inspects = false }: Mm1Request): Mm1Reply {
    const { read, clock, faults } = this.parts
    const answer = () => answered(retrieve(read, { path, identity, now: clock.now() }))
    const fault = inspects ? undefined : faultOfRetrieval(faults, find(read, path))
    if (!fault) return answer()
    const answerOnFault = () => mistreated(answer(), fault, clock.now())
    return fault.delayMs === undefined ? answerOnFault() : { heldForMs: fault.delayMs, answer: answerOnFault }
  }

  private async take({ identity, octets }: Mm1Request, pdu: MmsPdu): Promise<Mm1Answer> {
    switch (pdu.type) {
      case 'm-send.req':
        return this.send(pdu, { identity, octets })
      case 'm-notifyresp.ind':
      case 'm-acknowledge.ind':
        return bare((await acknowledge(this.parts.carrier(), { pdu, identity })) ? 200 : 403)
      case 'm-read-rec.ind':
        return bare(200)
      case 'm-forward.req':
        return answered(encodePdu({ type: 'm-forward.conf', ...about(pdu), ...UNSUPPORTED }))
      case 'm-send.conf':
      case 'm-notification.ind':
      case 'm-retrieve.conf':
      case 'm-delivery.ind':
      case 'm-read-orig.ind':
      case 'm-forward.conf':
        return bare(400)
    }
  }

  /** Answers after the commit. */
  private async send(pdu: SendReq, from: Pick<Mm1Request, 'identity' | 'octets'>): Promise<Mm1Answer> {
    const rules = { maxSizes: MAX_SIZES, ...this.parts }
    const submission = submissionOf(rules, { pdu, ...from }, this.parts.clock.now())
    if ('status' in submission) return refused(pdu, submission)
    const answer = await this.parts.carrier().run((unit) => {
      const accepted = unit.submit(submission)
      const isNew = accepted.accepted && !unit.read.phone(submission.from)
      if (isNew) unit.put({ layer: 'core', put: 'phone', value: newPhone(submission.from) })
      return accepted
    })
    if (!answer.accepted) return refused(pdu, { status: statusOfRefusal(answer), text: answer.explanation })
    const messageId = String(answer.messageId)
    return answered(encodePdu({ type: 'm-send.conf', ...about(pdu), responseStatus: RESPONSE_STATUS.Ok, messageId }))
  }
}

const UNSUPPORTED = {
  responseStatus: RESPONSE_STATUS['Error-unsupported-message'],
  responseText: 'Forwarding is not supported: send the message again',
}

function about({ transactionId }: { readonly transactionId: string }) {
  return { transactionId, mmsVersion: MMS_VERSION }
}

function refused(pdu: SendReq, { status, text }: NotTaken): Mm1Answer {
  return answered(encodePdu({ type: 'm-send.conf', ...about(pdu), responseStatus: status, responseText: text }))
}

/** Octets that are no PDU: whatever waits for an answer gets one, with its transaction id where that can be read. */
function corrupt(octets: Uint8Array, text: string): Mm1Answer {
  const { type = 'm-send.req', transactionId = '' } = readEnvelope(octets)
  if (type !== 'm-send.req' && type !== 'm-forward.req') return bare(400)
  const responseStatus = RESPONSE_STATUS['Error-permanent-message-format-corrupt']
  const conf = type === 'm-send.req' ? 'm-send.conf' : 'm-forward.conf'
  return answered(encodePdu({ type: conf, ...about({ transactionId }), responseStatus, responseText: text }))
}

function answered(octets: Uint8Array): Mm1Answer {
  return { status: 200, contentType: MMS_MEDIA, octets }
}

function bare(status: number): Mm1Answer {
  return { status, contentType: MMS_MEDIA, octets: NO_OCTETS }
}
