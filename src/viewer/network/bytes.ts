// Octets laid open in the browser, by the same decoders that the carrier uses. Pure.
import { decodePush, describePdu } from '../../../protocols/mms/index.ts'
import { describeMalformed, toHex } from '../../../protocols/octets/index.ts'
import { decodePdu, type InspectedField, inspectPdu, type PduFields, takeFrame } from '../../../protocols/smpp/index.ts'
import { decodeShortMessage, decodeUserData, ELEMENT } from '../../../protocols/sms/index.ts'
import type { Evidence, Hop } from './read-network.ts'

export type Field = {
  readonly name: string
  readonly value: string
  readonly offset: number | null
  readonly length: number
}

export type Opened = {
  readonly fields: readonly Field[]
  /** Readable as it is: XML, HTTP, multipart. */
  readonly text: string
  /** What could not be read, and where. */
  readonly malformed: string
}

const NOTHING: Opened = { fields: [], text: '', malformed: '' }

/** Octets on one line of a dump: the drawer is narrow. */
export const DUMP_WIDTH = 8

export function openEvidence(evidence: Evidence, hop: Pick<Hop, 'step' | 'event'>): Opened {
  if (evidence.octets.length === 0) return { ...NOTHING, malformed: 'Nothing was kept of it.' }
  switch (evidence.protocol) {
    case 'smpp':
      return openSmpp(evidence.octets)
    case 'mm1':
      return openMms(evidence.octets, 0)
    case 'sms':
      return openSms(evidence, hop)
    default:
      return { ...NOTHING, text: readable(evidence.octets) }
  }
}

function openMms(octets: Uint8Array, shift: number): Opened {
  const lines = describePdu(octets)
  const malformed = lines.find(({ name }) => name === 'malformed')?.value ?? ''
  const fields = lines.map((line) => ({ ...line, offset: line.offset + shift }))
  return { fields: fields.filter(({ name }) => name !== 'malformed'), text: '', malformed }
}

function openSmpp(octets: Uint8Array): Opened {
  const frame = takeFrame(octets, 0)
  if (frame.kind !== 'frame') return { ...NOTHING, malformed: `There is no whole PDU here: ${frame.kind}` }
  const decoded = decodePdu(octets, frame.start, frame.end)
  const text = decoded.kind === 'value' ? textField(decoded.pdu) : []
  const fields = [...inspectPdu(octets.subarray(frame.start, frame.end)).map(inspectedField), ...text]
  if (decoded.kind === 'value') return { ...NOTHING, fields }
  const malformed =
    decoded.kind === 'unknown' ? 'No operation has this command_id' : describeMalformed(decoded.malformed)
  return { ...NOTHING, fields, malformed }
}

function inspectedField({ name, offset, octets, value, meaning }: InspectedField): Field {
  const isPlain = value !== undefined && value !== '' && name !== 'command_id'
  const words = [isPlain ? String(value) : `0x${octets}`, meaning ?? '']
  return { name, value: words.filter((it) => it !== '').join(' '), offset, length: octets.length / 2 }
}

function textField(pdu: object): Field[] {
  const { esmClass = 0, dataCoding = 0, shortMessage } = pdu as Partial<PduFields<'submit_sm'>>
  if (!(shortMessage instanceof Uint8Array) || shortMessage.length === 0) return []
  const read = decodeShortMessage({ octets: shortMessage, hasHeader: (esmClass & 0x40) !== 0, dataCoding })
  return read.ok && read.value.text !== null ? [plain('its text', read.value.text)] : []
}

/** User data of a short message: a push where it is for a phone's MMS client, else a text. */
function openSms({ octets, name }: Evidence, { step, event }: Pick<Hop, 'step' | 'event'>): Opened {
  const isPush = step === 'push.sent'
  const hasHeader = isPush || / of (?!1$)\d+$/.test(name) || isShiftHeader(octets)
  const userData = decodeUserData(octets, hasHeader)
  if (!userData.ok) return { ...NOTHING, malformed: describeMalformed(userData.malformed) }
  const { header, data } = userData.value
  const head = header.elements.map(elementField)
  if (!isPush) return { ...NOTHING, fields: [...head, ...smsText(octets, hasHeader, event)] }
  const push = decodePush(data)
  if (!push.ok) return { ...NOTHING, fields: [...head, plain('part of a push', toHex(data))] }
  const { transactionId, contentType, applicationId, body } = push.value
  const pushFields = [
    plain('push transaction', String(transactionId)),
    plain('content type', contentType.media),
    plain('application', applicationId === 4 ? '4, mms.ua' : String(applicationId ?? '')),
  ]
  const mms = openMms(body, octets.length - body.length)
  return { ...mms, fields: [...head, ...pushFields, ...mms.fields] }
}

/** A single part has a header only to choose its letters. [23.040 9.2.3.24.15] */
function isShiftHeader(octets: Uint8Array): boolean {
  return octets[0] === 3 && (octets[1] === ELEMENT.singleShift || octets[1] === ELEMENT.lockingShift) && octets[2] === 1
}

function smsText(octets: Uint8Array, hasHeader: boolean, event: Hop['event']): Field[] {
  const { encoding } = (event.message ?? {}) as { encoding?: unknown }
  const dataCoding = typeof encoding === 'string' && /ucs/i.test(encoding) ? 8 : 0
  const read = decodeShortMessage({ octets, hasHeader, dataCoding })
  return read.ok ? [plain('text', read.value.text ?? toHex(read.value.data))] : []
}

function elementField({ id, octets }: { readonly id: number; readonly octets: Uint8Array }): Field {
  const name = Object.entries(ELEMENT).find(([, value]) => value === id)?.[0]
  const spelled = name?.replace(/([a-z])([A-Z0-9])/g, '$1 $2').toLowerCase()
  return plain(`header 0x${id.toString(16).padStart(2, '0')}${spelled ? ` ${spelled}` : ''}`, toHex(octets))
}

function plain(name: string, value: string): Field {
  return { name, value, offset: null, length: 0 }
}

/** Text with the XML in it indented; octets that are no text are left to the dump. */
export function readable(octets: Uint8Array): string {
  const text = new TextDecoder().decode(octets)
  const start = text.search(/<(\?xml|[\w-]+:?Envelope)/)
  if (start < 0) return text
  const end = text.lastIndexOf('Envelope>') + 'Envelope>'.length
  return `${text.slice(0, start)}${indented(text.slice(start, Math.max(start, end)))}${text.slice(Math.max(start, end))}`
}

/** An element that holds only text stays on one line. */
function indented(xml: string): string {
  const lines: string[] = []
  let depth = 0
  for (const piece of xml.replace(/>\s+</g, '><').match(/<[^>]+>[^<]*/g) ?? []) {
    const isEnd = piece.startsWith('</')
    if (isEnd) depth -= 1
    const last = lines.at(-1)
    if (isEnd && last !== undefined && opensOnly(last, piece)) lines[lines.length - 1] = last + piece
    else lines.push('  '.repeat(Math.max(0, depth)) + piece)
    if (/^<\w/.test(piece) && !/\/>/.test(piece)) depth += 1
  }
  return lines.join('\n')
}

function opensOnly(line: string, end: string): boolean {
  const name = /^<\/([^\s>]+)/.exec(end)?.[1]
  return name !== undefined && line.trimStart().startsWith(`<${name}`) && !line.includes('</')
}

export type DumpLine = { readonly offset: string; readonly hex: string; readonly letters: string }

export function dump(octets: Uint8Array): DumpLine[] {
  return Array.from({ length: Math.ceil(octets.length / DUMP_WIDTH) }, (_, line) => {
    const row = octets.subarray(line * DUMP_WIDTH, (line + 1) * DUMP_WIDTH)
    return {
      offset: (line * DUMP_WIDTH).toString(16).padStart(4, '0'),
      hex: [...row].map((octet) => octet.toString(16).padStart(2, '0')).join(' '),
      letters: [...row].map((octet) => (octet > 31 && octet < 127 ? String.fromCharCode(octet) : '·')).join(''),
    }
  })
}
