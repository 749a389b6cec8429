import { decodePush, encodePdu as encodeMms, type MmsPdu } from '../../protocols/mms/index.ts'
import { encodePdu as encodeSmpp, type Pdu } from '../../protocols/smpp/index.ts'
import { decodeUserData } from '../../protocols/sms/index.ts'
import type { SentAgain } from '../captures/index.ts'
import type { WebhookCall } from '../conversations/index.ts'
import type { CarrierReader, JournalEvent, Message, MessageDelivery, ReportDelivery } from '../core/index.ts'
import type { Mm1Gateway } from '../gateways/mm1/index.ts'
import { attemptDocument } from '../gateways/mm7/index.ts'
import { acknowledgementOf, type HandsetReader } from '../handsets/index.ts'
import type { Evidence, Passed } from '../journey/index.ts'
import { answerTo } from './answers.ts'
import type { Living } from './living.ts'
import { sentAgain } from './sent-again.ts'

type EncodingParts = {
  readonly read: CarrierReader
  readonly mm1: Mm1Gateway
  readonly sentAgain: SentAgain
  readonly handsets: HandsetReader
  readonly webhookCall: (id: string) => WebhookCall | undefined
}

type Sent = { readonly delivery: MessageDelivery; readonly message: Message }

/** Encodes again what passed at each step: encoders are deterministic. */
export function encodingsOf({ store, mm1, conversations }: Living) {
  const { read } = store
  const parts: EncodingParts = {
    read,
    mm1,
    sentAgain: sentAgain(read, mm1),
    handsets: store.layer<HandsetReader>('handsets'),
    webhookCall: (id) => conversations.reader.webhookCall(id),
  }
  return (step: string, { message, delivery }: Passed, event: JournalEvent): readonly Evidence[] => {
    switch (event.type) {
      case 'message.accepted':
        return [...handedIn(message), ...answerTo(parts.read, message)]
      case 'mm7.attempted':
        return exchangeWithVasp(parts.read, message, event)
      case 'webhook.attempted':
        return exchangeWithApplication(parts.webhookCall(String(event.webhookId)))
      case 'report.updated':
        return step === 'report.told' ? toldReport(parts, message, Number(event.deliveryId)) : []
      default:
        return delivery ? sentTo(parts, step, { delivery, message }) : []
    }
  }
}

/** A phone's text goes to its SMSC as these short messages; whatever else came is kept as it came. */
function handedIn({ origin, content }: Message): Evidence[] {
  return origin.kind === 'handset' && content.kind === 'sms' ? userData(content.segments) : []
}

function sentTo(parts: EncodingParts, step: string, sent: Sent): Evidence[] {
  const { kind, key } = sent.delivery.endpoint
  if (kind === 'handset') return sentToPhone(parts, step, sent)
  const account = kind === 'smpp' && step === 'smpp.deliver' ? parts.read.account('smpp', key) : undefined
  return account ? pdus(parts.sentAgain.smpp(sent, account)) : []
}

function sentToPhone(parts: EncodingParts, step: string, sent: Sent): Evidence[] {
  const { mm1 } = parts
  const { delivery, message } = sent
  if (message.content.kind === 'sms') {
    return step === 'phone.shown' || step === 'delivery.delivered' ? userData(message.content.segments) : []
  }
  switch (step) {
    case 'push.sent':
      return userData(mm1.notification(sent).segments)
    case 'phone.notified':
      return unpacked('m-notification.ind', mm1.notification(sent).segments)
    case 'mm1.retrieve':
      return [{ name: 'm-retrieve.conf', protocol: 'mm1', octets: mm1.retrieval(delivery, message) }]
    case 'phone.shown':
      return userData(mm1.invitation(sent).segments)
    case 'delivery.delivered':
      return acknowledged(parts, sent)
    default:
      return []
  }
}

/** What the phone said when it had the message. */
function acknowledged({ handsets }: EncodingParts, { delivery, message }: Sent): Evidence[] {
  const of = { messageId: message.id, before: Number.MAX_SAFE_INTEGER }
  const notification = handsets.notificationFor(delivery.recipient, of)
  return notification ? [pdu(acknowledgementOf(notification))] : []
}

/** A report as it went out to whoever asked for it. A phone hears of a text without octets of its own. */
function toldReport({ read, mm1, sentAgain }: EncodingParts, message: Message, deliveryId: number): Evidence[] {
  const delivery = read.deliveriesOf(message.id).find((one): one is ReportDelivery => {
    return one.kind === 'report' && one.id === deliveryId
  })
  if (!delivery) return []
  const tidings = { delivery, message }
  const account = delivery.endpoint.kind === 'smpp' ? read.account('smpp', delivery.endpoint.key) : undefined
  if (account) return pdus(sentAgain.smpp(tidings, account))
  if (delivery.endpoint.kind !== 'handset' || message.content.kind === 'sms') return []
  const { status } = delivery.report
  const isAboutReading = status === 'read' || status === 'deleted'
  return unpacked(
    isAboutReading ? 'm-read-orig.ind' : 'm-delivery.ind',
    (isAboutReading ? mm1.readReport(tidings) : mm1.deliveryReport(tidings)).segments,
  )
}

/** The request as it was posted, and what the VASP answered. */
function exchangeWithVasp(read: CarrierReader, message: Message, event: JournalEvent): Evidence[] {
  const delivery = read.delivery(Number(event.deliveryId))
  const document = delivery && attemptDocument(read, { delivery, message, transactionId: String(event.transactionId) })
  const request = document ? [{ name: String(event.operation), protocol: 'mm7' as const, octets: document.body }] : []
  const said = event.response ?? event.excerpt
  if (typeof said !== 'string') return request
  return [...request, { name: 'answer', protocol: 'mm7', octets: new TextEncoder().encode(said) }]
}

function exchangeWithApplication(call: WebhookCall | undefined): Evidence[] {
  if (!call?.attempt) return []
  const { request, response, signed } = call.attempt
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
  const asked = [`${request.method} ${request.url} HTTP/1.1`, ...headers, '', request.body ?? ''].join('\r\n')
  const answer = response ? [http('answer', `HTTP/1.1 ${response.status}\r\n\r\n${response.body}`)] : []
  return [http('request', asked), http('string that was signed', signed), ...answer]
}

function http(name: string, text: string): Evidence {
  return { name, protocol: 'http', octets: new TextEncoder().encode(text) }
}

function pdu(value: MmsPdu): Evidence {
  return { name: value.type, protocol: 'mm1', octets: encodeMms(value) }
}

function pdus(all: readonly Pdu[]): Evidence[] {
  return all.map((one, index) => {
    const name = all.length === 1 ? one.command : `${one.command} ${index + 1} of ${all.length}`
    return { name, protocol: 'smpp', octets: encodeSmpp(one) }
  })
}

function userData(segments: readonly Uint8Array[]): Evidence[] {
  return segments.map((octets, index) => ({ name: `SMS ${index + 1} of ${segments.length}`, protocol: 'sms', octets }))
}

/** The PDU inside the push that these short messages carry. */
function unpacked(name: string, segments: readonly Uint8Array[]): Evidence[] {
  const pieces = segments.flatMap((segment) => {
    const read = decodeUserData(segment, true)
    return read.ok ? [...read.value.data] : []
  })
  const push = decodePush(Uint8Array.from(pieces))
  return push.ok ? [{ name, protocol: 'mm1', octets: push.value.body }] : []
}
