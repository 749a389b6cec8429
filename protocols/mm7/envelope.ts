import { childOf, escapeAttribute, escapeText, type XmlElement } from '../xml/index.ts'
import { DEFAULT_NAMESPACE, DEFAULT_VERSION, SOAP_NAMESPACE } from './namespaces.ts'

/** What an envelope says apart from its body's own elements. Everything is read by local name. [23.140 8.7.9] */
export type Envelope = {
  readonly transactionId: string | undefined
  /** The one element in the SOAP body. */
  readonly body: XmlElement | undefined
  readonly namespace: string
  readonly version: string | undefined
}

export function readEnvelope(root: XmlElement): Envelope {
  const header = childOf(root, 'Header')
  const transaction = header && childOf(header, 'TransactionID')
  const body = childOf(root, 'Body')?.children[0]
  const versioned = body && findVersioned(body)
  return {
    transactionId: transaction?.text.trim() || undefined,
    body,
    namespace: versioned?.namespace ?? transaction?.namespace ?? DEFAULT_NAMESPACE,
    version: versioned && childOf(versioned, 'MM7Version')?.text.trim(),
  }
}

/** The element that has the version: the body's own, or the one inside the detail of a Fault. */
function findVersioned(body: XmlElement): XmlElement | undefined {
  return body.name === 'Fault' ? childOf(body, 'detail')?.children[0] : body
}

/** The TransactionID of text that is no envelope, so that even a broken request can be answered by its own name. */
export function salvageTransactionId(octets: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(octets.subarray(0, 4096))
  return /<(?:[\w.-]{1,64}:)?TransactionID\b[^<>]{0,512}>\s*([^<>&\s]{1,256})\s*</.exec(text)?.[1]
}

/** Who an answer is for: the caller's transaction, namespace and version. Missing ones become our own. */
export type Addressing = {
  readonly transactionId?: string | undefined
  readonly namespace?: string | undefined
  readonly version?: string | undefined
}

/** Writes an envelope; `name` is an element of the caller's namespace, and `markup` what follows its MM7Version. */
export function writeEnvelope(addressing: Addressing, name: string, markup: string): Uint8Array<ArrayBuffer> {
  return writeSoap(addressing, mm7Element(addressing, name, markup))
}

/** The fault's children are unqualified, as SOAP 1.1 has them. [SOAP11 4.4] */
export function writeFaultEnvelope(
  addressing: Addressing,
  code: 'Client' | 'Server',
  detail: string,
): Uint8Array<ArrayBuffer> {
  const fault = `<faultcode>env:${code}</faultcode><faultstring>${code} error</faultstring><detail>${detail}</detail>`
  return writeSoap(addressing, `<env:Fault>${fault}</env:Fault>`)
}

export function mm7Element({ namespace, version }: Addressing, name: string, markup: string): string {
  const versionMarkup = `<MM7Version>${escapeText(version ?? DEFAULT_VERSION)}</MM7Version>`
  return `<${name} xmlns="${escapeAttribute(namespace ?? DEFAULT_NAMESPACE)}">${versionMarkup}${markup}</${name}>`
}

function writeSoap(addressing: Addressing, body: string): Uint8Array<ArrayBuffer> {
  const header = transactionHeader(addressing)
  return new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
      `<env:Envelope xmlns:env="${SOAP_NAMESPACE}">${header}<env:Body>${body}</env:Body></env:Envelope>\n`,
  )
}

/** A fault for a request whose TransactionID could not be read has no header. */
function transactionHeader({ transactionId, namespace }: Addressing): string {
  if (transactionId === undefined) return ''
  const declaration = `xmlns="${escapeAttribute(namespace ?? DEFAULT_NAMESPACE)}"`
  const transaction = `<TransactionID ${declaration} env:mustUnderstand="1">${escapeText(transactionId)}</TransactionID>`
  return `<env:Header>${transaction}</env:Header>`
}
