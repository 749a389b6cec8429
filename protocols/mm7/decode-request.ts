import { describeMalformed, type Malformed } from '../octets/index.ts'
import { decodeXml } from '../xml/index.ts'
import { type Mm7Content, resolveContent } from './content.ts'
import { decodeFields, type ElementFault, type Reading } from './element-fields.ts'
import { type Envelope, readEnvelope, salvageTransactionId } from './envelope.ts'
import { DEFAULT_NAMESPACE, DEFAULT_VERSION, isSupportedVersion } from './namespaces.ts'
import { isRequestName, REQUESTS, type RequestBodies, type RequestName } from './operations/index.ts'
import { type Mm7Document, openPackage, type SoapPackage } from './soap-package.ts'
import type { StatusCode } from './status-codes.ts'
import type { ContentReference } from './submission-elements.ts'

/** A request that was understood. Narrow `operation` and the type of `body` follows. */
export type Mm7Request<N extends RequestName = RequestName> = {
  [K in N]: {
    readonly kind: 'request'
    readonly operation: K
    readonly transactionId: string
    readonly namespace: string
    readonly version: string
    readonly body: RequestBodies[K]
    readonly content: Mm7Content | undefined
  }
}[N]

/** A request that was not understood, with the status to answer. Hand it to `encodeFault` as it is. */
export type Mm7Unreadable = {
  readonly kind: 'fault'
  readonly statusCode: StatusCode
  readonly details: string
  readonly transactionId?: string
  readonly namespace: string
  readonly version: string
}

/** Reads a request from HTTP. Never throws for what a peer sent. */
export function decodeMm7Request(document: Mm7Document): Mm7Request | Mm7Unreadable {
  const soap = openPackage(document)
  if (!soap.ok) return unreadable(4004, noEnvelope(soap.malformed), salvaged(document.body))
  const root = decodeXml(soap.value.envelope, soap.value.charset)
  if (!root.ok) return unreadable(4004, noEnvelope(root.malformed), salvaged(soap.value.envelope))
  return readRequest(readEnvelope(root.value), soap.value)
}

function readRequest(envelope: Envelope, soap: SoapPackage): Mm7Request | Mm7Unreadable {
  const { transactionId, body, version, namespace } = envelope
  if (!body) return unreadable(4004, 'Body is missing', envelope)
  if (!isRequestName(body.name)) return unreadable(4003, `${body.name} is no request known here`, envelope)
  if (version === undefined) return unreadable(4004, `${body.name}.MM7Version is missing`, envelope)
  if (!isSupportedVersion(version))
    return unreadable(4002, unknownVersion(version), { ...envelope, version: undefined })
  if (transactionId === undefined) return unreadable(4004, 'TransactionID is missing', envelope)
  const reading: Reading = {}
  const values = decodeFields(REQUESTS[body.name], body, { reading, path: body.name })
  if (reading.fault) return refused(reading.fault, envelope)
  const content = resolveContent(referencesOf(values), soap.others)
  if (!content.ok) return refusedContent(content.malformed, envelope)
  const request = {
    kind: 'request',
    operation: body.name,
    transactionId,
    namespace,
    version,
    body: values,
    content: content.value,
  }
  return request as Mm7Request // name and values come from one row of REQUESTS
}

function referencesOf(values: {
  readonly content?: readonly ContentReference[] | undefined
}): readonly ContentReference[] {
  return values.content ?? []
}

/** [23.140 8.7.8.3] a value of the wrong form is 2007; a mandatory element that is not there fails validation */
function refused({ kind, path }: ElementFault, envelope: Partial<Envelope>): Mm7Unreadable {
  if (kind === 'missing') return unreadable(4004, `${path} is missing`, envelope)
  return unreadable(2007, `${path} has no valid value`, envelope)
}

/** [23.140 8.7.8.3] 2004 also says that the attached MIME content could not be parsed */
function refusedContent(fault: Malformed, envelope: Partial<Envelope>): Mm7Unreadable {
  const isUnnamed = fault.path === 'Content.href'
  const details = isUnnamed ? 'Content.href names no part of this request' : `The content cannot be read: ${fault.kind}`
  return unreadable(2004, details, envelope)
}

function noEnvelope(fault: Malformed): string {
  return `No SOAP envelope can be read: ${describeMalformed(fault)}`
}

function unknownVersion(version: string): string {
  return `MM7Version ${version} is unknown here: 5.x.x and 6.x.x are spoken`
}

function salvaged(octets: Uint8Array): Partial<Envelope> {
  return { transactionId: salvageTransactionId(octets) }
}

function unreadable(statusCode: StatusCode, details: string, envelope: Partial<Envelope>): Mm7Unreadable {
  const { transactionId, namespace = DEFAULT_NAMESPACE, version = DEFAULT_VERSION } = envelope
  return {
    kind: 'fault',
    statusCode,
    details,
    ...(transactionId !== undefined && { transactionId }),
    namespace,
    version,
  }
}
