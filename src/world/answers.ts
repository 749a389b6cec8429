import { decodeMm7Request, encodeResponse, XML_CONTENT_TYPE } from '../../protocols/mm7/index.ts'
import { decodePdu as decodeMms, encodePdu as encodeMms, RESPONSE_STATUS } from '../../protocols/mms/index.ts'
import { decodePdu, encodePdu, type Pdu, respond, responseName, STATUS } from '../../protocols/smpp/index.ts'
import type { CarrierReader, Message } from '../core/index.ts'
import type { Evidence } from '../journey/index.ts'

/** What the carrier answered when it took a message, encoded again for who handed it in. */
export function answerTo(read: CarrierReader, { id, origin, content }: Message): Evidence[] {
  const octets = read.evidence(id)
  if (!octets) return []
  switch (origin.kind) {
    case 'smpp':
      return answered(octets, read.account('smpp', origin.key)?.receipt.id === 'hex' ? id.toString(16) : String(id))
    case 'mm7':
      return submitted(octets, String(id))
    case 'handset':
      return content.kind === 'mms' ? sent(octets, String(id)) : []
    case 'twilio':
      return []
  }
}

function answered(octets: Uint8Array, messageId: string): Evidence[] {
  const decoded = decodePdu(octets)
  if (decoded.kind !== 'value' || responseName(decoded.pdu.command) === undefined) return []
  // Every request that hands in a message has a response with its message_id.
  const response = respond(decoded.pdu as Pdu & { command: 'submit_sm' }, STATUS.ESME_ROK, { messageId })
  return [{ name: response.command, protocol: 'smpp', octets: encodePdu(response) }]
}

function sent(octets: Uint8Array, messageId: string): Evidence[] {
  const decoded = decodeMms(octets)
  if (!decoded.ok || decoded.value.type !== 'm-send.req') return []
  const { transactionId, mmsVersion } = decoded.value
  const conf = {
    type: 'm-send.conf',
    transactionId,
    mmsVersion,
    responseStatus: RESPONSE_STATUS.Ok,
    messageId,
  } as const
  return [{ name: conf.type, protocol: 'mm1', octets: encodeMms(conf) }]
}

/** Only the envelope is kept of a request; its answer echoes what it said of itself. */
function submitted(octets: Uint8Array, messageId: string): Evidence[] {
  const start = new TextDecoder('latin1').decode(octets).search(/<\?xml|<(\w+:)?Envelope\b/)
  if (start < 0) return []
  const request = decodeMm7Request({ contentType: XML_CONTENT_TYPE, body: octets.slice(start) })
  const { transactionId, namespace, version } = request
  if (transactionId === undefined || namespace === undefined || version === undefined) return []
  const status = { statusCode: 1000, statusText: 'Success' }
  const about = { transactionId, namespace, version }
  const answer = encodeResponse({ operation: 'SubmitRsp', ...about, body: { status, messageId } })
  return [{ name: 'SubmitRsp', protocol: 'mm7', octets: answer.body }]
}
