import { decodePdu, encodePdu, MMS_MEDIA, RESPONSE_STATUS, WAP_PUSH_PORT } from '../../protocols/mms/index.ts'
import type { Address } from '../core/index.ts'
import { CARRIER, type Link, type Turn } from './exchange.ts'
import { httpRequest, httpResponse } from './http-message.ts'

export function handsetLink(number: Address, serverPort: number): Link {
  return { name: `mm1 ${number}`, client: `phone ${number}`, server: CARRIER, serverPort }
}

/** Between SMSC and phone a push is a short message to this port; on IP networks it is a datagram to it. [WAP-259] */
export function pushLink(number: Address): Link {
  const client = `phone ${number}`
  return { name: `push ${number}`, client: CARRIER, server: client, serverPort: WAP_PUSH_PORT, isDatagram: true }
}

export function handsetPushed(push: Uint8Array): readonly Turn[] {
  return [{ from: 'client', octets: push }]
}

/** An m-send.req as it came and the m-send.conf it got. */
export function handsetSent(number: Address, octets: Uint8Array, messageId: string): readonly Turn[] {
  const decoded = decodePdu(octets)
  if (!decoded.ok || decoded.value.type !== 'm-send.req') return []
  const { transactionId, mmsVersion } = decoded.value
  const conf = encodePdu({
    type: 'm-send.conf',
    transactionId,
    mmsVersion,
    responseStatus: RESPONSE_STATUS.Ok,
    messageId,
  })
  return [
    { from: 'client', octets: httpRequest('POST /mm1', headersOf(number), { contentType: MMS_MEDIA, body: octets }) },
    { from: 'server', octets: httpResponse('200 OK', { contentType: MMS_MEDIA, body: conf }) },
  ]
}

/** The handset fetches; the m-retrieve.conf is encoded again. */
export function handsetFetched(number: Address, path: string, conf: Uint8Array): readonly Turn[] {
  return [
    { from: 'client', octets: httpRequest(`GET ${path}`, headersOf(number)) },
    { from: 'server', octets: httpResponse('200 OK', { contentType: MMS_MEDIA, body: conf }) },
  ]
}

function headersOf(number: Address) {
  return { Host: CARRIER, Accept: MMS_MEDIA, 'X-MSISDN': number }
}
