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
  if (!soap.ok) return unreadable(4004, describeMalformed(soap.malformed), salvaged(document.body))
  const root = decodeXml(soap.value.envelope, soap.value.charset)
  if (!root.ok) return unreadable(4004, describeMalformed(root.malformed), salvaged(soap.value.envelope))
  return readRequest(readEnvelope(root.value), soap.value)
}

function readRequest(envelope: Envelope, soap: SoapPackage): Mm7Request | Mm7Unreadable {
  const { transactionId, body, version, namespace } = envelope
  if (!body) return unreadable(4004, 'missing Body', envelope)
  if (!isRequestName(body.name)) return unreadable(4003, body.name, envelope)
  if (version === undefined) return unreadable(4004, `missing ${body.name}.MM7Version`, envelope)
  if (!isSupportedVersion(version)) return unreadable(4002, version, { ...envelope, version: undefined })
  if (transactionId === undefined) return unreadable(4004, 'missing TransactionID', envelope)
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
  return kind === 'value' ? unreadable(2007, path, envelope) : unreadable(4004, `missing ${path}`, envelope)
}

/** [23.140 8.7.8.3] 2004 also says that the attached MIME content could not be parsed */
function refusedContent(fault: Malformed, envelope: Partial<Envelope>): Mm7Unreadable {
  return unreadable(2004, `${fault.kind} (${fault.path})`, envelope)
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
