import { concat, type Decoded, EncodeError, Reader } from '../octets/index.ts'

/** Information element identifiers. [23.040 9.2.3.24] */
export const ELEMENT = {
  concatenation8: 0x00,
  ports8: 0x04,
  ports16: 0x05,
  concatenation16: 0x08,
  singleShift: 0x24,
  lockingShift: 0x25,
} as const

/** One information element as it stands in the header. */
export type InformationElement = { readonly id: number; readonly octets: Uint8Array }

/** One of several parts; `wide` means a 16-bit reference. [23.040 9.2.3.24.1, 9.2.3.24.8] */
export type Concatenation = {
  readonly reference: number
  readonly total: number
  readonly sequence: number
  readonly wide: boolean
}

/** Application ports. [23.040 9.2.3.24.3, 9.2.3.24.4] */
export type Ports = { readonly destination: number; readonly source: number }

/** National language identifiers. [23.040 9.2.3.24.15, 9.2.3.24.16] */
export type ShiftTables = { readonly locking?: number; readonly single?: number }

/** The elements are the truth and are what is encoded; the named fields are what the known ones say. */
export type UserDataHeader = {
  readonly concatenation?: Concatenation
  readonly ports?: Ports
  readonly shiftTables?: ShiftTables
  /** All elements, in order, known or not. */
  readonly elements: readonly InformationElement[]
}

export type UserData = { readonly header: UserDataHeader; readonly data: Uint8Array }

const NO_HEADER: UserDataHeader = { elements: [] }

/** The length octet counts what follows it. [23.040 9.2.3.24] */
const HEADER_LENGTH_MAX = 0xff

/** Splits user data into header and rest; `hasHeader` is the user data header indicator. */
export function decodeUserData(octets: Uint8Array, hasHeader: boolean): Decoded<UserData> {
  if (!hasHeader) return { ok: true, value: { header: NO_HEADER, data: octets } }
  const reader = new Reader(octets)
  const length = reader.uint8('user_data_header.length')
  const end = reader.offset + length
  if (end > octets.length) reader.fail('truncated', 'user_data_header', octets.length)
  const elements: InformationElement[] = []
  while (!reader.malformed && reader.offset < end) {
    const element = readElement(reader, end)
    if (element) elements.push(element)
  }
  return reader.finish({ header: describe(elements), data: octets.subarray(end) })
}

/** The header with its length octet; a header without elements is no octets at all. */
export function encodeUserDataHeader(header: Pick<UserDataHeader, 'elements'>): Uint8Array<ArrayBuffer> {
  if (header.elements.length === 0) return new Uint8Array(0)
  const parts = header.elements.map(({ id, octets }) => concat([Uint8Array.of(id, octets.length), octets]))
  const body = concat(parts)
  if (body.length > HEADER_LENGTH_MAX) throw new EncodeError('user_data_header', 'more than 255 octets')
  return concat([Uint8Array.of(body.length), body])
}

/** A header from what it shall say, elements of our own at its end. */
export function userDataHeader(fields: Partial<UserDataHeader>): UserDataHeader {
  const { concatenation, ports, shiftTables } = fields
  const elements: InformationElement[] = []
  if (concatenation) elements.push(concatenationElement(concatenation))
  if (ports) elements.push({ id: ELEMENT.ports16, octets: wide([ports.destination, ports.source]) })
  if (shiftTables?.single !== undefined) {
    elements.push({ id: ELEMENT.singleShift, octets: Uint8Array.of(shiftTables.single) })
  }
  if (shiftTables?.locking !== undefined) {
    elements.push({ id: ELEMENT.lockingShift, octets: Uint8Array.of(shiftTables.locking) })
  }
  return describe([...elements, ...(fields.elements ?? [])])
}

function readElement(reader: Reader, end: number): InformationElement | undefined {
  const start = reader.offset
  const id = reader.uint8('user_data_header.element')
  const length = reader.offset < end ? reader.uint8('user_data_header.element') : end
  if (reader.offset + length > end) {
    reader.fail('overrun', 'user_data_header.element', start)
    return undefined
  }
  return { id, octets: reader.bytes(length, 'user_data_header.element') }
}

/** Where an element stands twice, the last one counts. [23.040 9.2.3.24] Elements of a wrong shape count as unknown. */
function describe(elements: readonly InformationElement[]): UserDataHeader {
  let header: UserDataHeader = { elements }
  for (const element of elements) header = { ...header, ...meaningOf(element, header) }
  return header
}

function meaningOf({ id, octets }: InformationElement, header: UserDataHeader): Partial<UserDataHeader> {
  if (id === ELEMENT.concatenation8 && octets.length === 3)
    return concatenationOf(octets[0]!, octets.subarray(1), false)
  if (id === ELEMENT.concatenation16 && octets.length === 4) {
    return concatenationOf(uint16(octets, 0), octets.subarray(2), true)
  }
  if (id === ELEMENT.ports8 && octets.length === 2) return { ports: { destination: octets[0]!, source: octets[1]! } }
  if (id === ELEMENT.ports16 && octets.length === 4) {
    return { ports: { destination: uint16(octets, 0), source: uint16(octets, 2) } }
  }
  if (octets.length !== 1) return {}
  if (id === ELEMENT.singleShift) return { shiftTables: { ...header.shiftTables, single: octets[0]! } }
  if (id === ELEMENT.lockingShift) return { shiftTables: { ...header.shiftTables, locking: octets[0]! } }
  return {}
}

/** A total or a sequence of zero, or a sequence beyond the total, makes the element count for nothing. [23.040 9.2.3.24.1] */
function concatenationOf(reference: number, counts: Uint8Array, isWide: boolean): Partial<UserDataHeader> {
  const total = counts[0]!
  const sequence = counts[1]!
  if (sequence === 0 || sequence > total) return {}
  return { concatenation: { reference, total, sequence, wide: isWide } }
}

function concatenationElement({ reference, total, sequence, wide: isWide }: Concatenation): InformationElement {
  if (sequence < 1 || sequence > total || total > 0xff)
    throw new EncodeError('concatenation', `${sequence} of ${total}`)
  if (!isWide) return { id: ELEMENT.concatenation8, octets: Uint8Array.of(reference, total, sequence) }
  return { id: ELEMENT.concatenation16, octets: concat([wide([reference]), Uint8Array.of(total, sequence)]) }
}

function wide(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >>> 8, value & 0xff]))
}

function uint16(octets: Uint8Array, offset: number): number {
  return (octets[offset]! << 8) | octets[offset + 1]!
}
