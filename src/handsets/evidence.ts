import type { CarrierReader } from '../core/index.ts'
import type { HandsetMessage, HandsetReader } from './model/index.ts'
import { encodeSendReq } from './send/mms.ts'
import { answerIn, type HandsetTransport } from './transport.ts'

/** The octets that a message reached a phone as, or left it as. */
export type Evidence =
  | {
      readonly kind: 'sms'
      readonly dataCoding: number
      readonly hasHeader: boolean
      /** User data of each short message. */
      readonly octets: readonly Uint8Array[]
    }
  | { readonly kind: 'm-send.req' | 'm-retrieve.conf'; readonly octets: readonly Uint8Array[] }

export type EvidenceSources = {
  readonly read: CarrierReader
  readonly reader: HandsetReader
  readonly transport: HandsetTransport
}

/** Encoders are deterministic, so what went over MM1 is encoded again when somebody looks, and never kept twice. */
export async function evidenceOf(sources: EvidenceSources, message: HandsetMessage): Promise<Evidence | undefined> {
  const { read, transport, reader } = sources
  const { transport: kind, direction, phone, id, messageId } = message
  if (kind === 'sms') return messageId === null ? undefined : smsOf(read, messageId)
  if (direction === 'sent') {
    return { kind: 'm-send.req', octets: [encodeSendReq(message, (hash) => read.content(hash))] }
  }
  const notification = messageId === null ? undefined : reader.notificationFor(phone, { messageId, before: id })
  if (!notification) return undefined
  const path = notification.contentLocation
  const request = { method: 'GET', path, identity: phone, octets: new Uint8Array(0), inspects: true } as const
  const { status, octets } = answerIn(await transport.mm1(request))
  return status === 200 ? { kind: 'm-retrieve.conf', octets: [octets] } : undefined
}

function smsOf(read: CarrierReader, messageId: number): Evidence | undefined {
  const content = read.message(messageId)?.content
  if (content?.kind !== 'sms') return undefined
  const { dataCoding, hasHeader, segments } = content
  return { kind: 'sms', dataCoding, hasHeader, octets: segments }
}
