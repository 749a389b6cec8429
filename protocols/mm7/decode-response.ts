import { type Decoded, decoded, malformed } from '../octets/index.ts'
import { childOf, decodeXml, type XmlElement } from '../xml/index.ts'
import { decodeFields, type Reading } from './element-fields.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { isResponseName, RESPONSES, type ResponseBodies, type ResponseName } from './operations/index.ts'
import { type Mm7Document, openPackage } from './soap-package.ts'
import { type Mm7Status, status } from './status.ts'

type Answered = {
  readonly transactionId: string | undefined
  readonly namespace: string
  readonly version: string | undefined
}

/** A peer's answer. Narrow `operation` and the type of `body` follows. */
export type Mm7Response<N extends ResponseName = ResponseName> = {
  [K in N]: Answered & { readonly kind: 'response'; readonly operation: K; readonly body: ResponseBodies[K] }
}[N]

/** A SOAP Fault with the status inside it, or with 2000 or 3000 when there is none. */
export type Mm7Fault = Answered & {
  readonly kind: 'fault'
  readonly faultCode: string
  readonly faultString: string
  readonly status: Mm7Status
}

/** Reads the answer to one of our requests, success and fault alike; the HTTP status plays no part. */
export function decodeMm7Response(document: Mm7Document): Decoded<Mm7Response | Mm7Fault> {
  const soap = openPackage(document)
  if (!soap.ok) return soap
  const root = decodeXml(soap.value.envelope, soap.value.charset)
  if (!root.ok) return root
  const envelope = readEnvelope(root.value)
  if (!envelope.body) return malformed('missing', 'Body', 0)
  return envelope.body.name === 'Fault' ? readFault(envelope.body, envelope) : readResponse(envelope.body, envelope)
}

function readResponse(body: XmlElement, envelope: Envelope): Decoded<Mm7Response> {
  if (!isResponseName(body.name)) return malformed('unknown', body.name, 0)
  const reading: Reading = {}
  const values = decodeFields(RESPONSES[body.name], body, { reading, path: body.name })
  if (reading.fault) return malformed(reading.fault.kind, reading.fault.path, 0)
  const response = { kind: 'response', operation: body.name, ...answered(envelope), body: values }
  return decoded(response as Mm7Response) // name and values come from one row of RESPONSES
}

function readFault(fault: XmlElement, envelope: Envelope): Decoded<Mm7Fault> {
  const faultCode = childOf(fault, 'faultcode')?.text.trim().replace(/^.*:/, '') ?? ''
  const faultString = childOf(fault, 'faultstring')?.text.trim() ?? ''
  const detail = childOf(fault, 'detail')?.children[0]
  const given = detail && childOf(detail, 'Status')
  const reading: Reading = {}
  const inside = given && status.decode(given, reading, `${detail.name}.Status`)
  const isUsable = inside !== undefined && reading.fault === undefined
  const assumed = { statusCode: faultCode === 'Client' ? 2000 : 3000, statusText: faultString }
  return decoded({ kind: 'fault', ...answered(envelope), faultCode, faultString, status: isUsable ? inside : assumed })
}

function answered({ transactionId, namespace, version }: Envelope): Answered {
  return { transactionId, namespace, version }
}
