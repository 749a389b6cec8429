import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { decodePdu, encodePdu, type Pdu, tlvText } from '../../../protocols/smpp/index.ts'
import { goodVectors } from './vectors.ts'

type ForeignPdu = Record<string, unknown> & { toBuffer(): Buffer; command: string; sequence_number: number }
type Filtered = { filter?: unknown }
type NodeSmpp = {
  PDU: new (input: Buffer | string, fields?: Record<string, unknown>) => ForeignPdu
  commands: Record<string, { params?: Record<string, Filtered> }>
  tlvs: Record<string, Filtered>
}

const smpp: NodeSmpp = createRequire(import.meta.url)('smpp')

/** What the package reads otherwise than the standard: two TLVs of other lengths, and Latin-1 in addresses. */
const MISREAD = ['submit-sm-alert', 'submit-sm-payload']

const common = goodVectors.filter(({ name, pdu }) => smpp.commands[pdu.command] && !MISREAD.includes(name))

describe.each(common)('npm smpp and we agree on $name', ({ octets, pdu }) => {
  it('it reads the fields that we write', () => {
    const foreign = withoutFilters(() => new smpp.PDU(Buffer.from(encodePdu(pdu))))
    expect(foreign.command).toBe(pdu.command)
    for (const [name, value] of plainFields(pdu)) {
      expect([name, String(foreign[wireName(name)])]).toEqual([name, String(value)])
    }
  })

  it('we read what it writes', () => {
    const foreign = withoutFilters(() => new smpp.PDU(Buffer.from(octets)))
    const answer = decodePdu(withoutFilters(() => foreign.toBuffer()))
    expect(answer).toMatchObject({ kind: 'value', pdu: { command: pdu.command, sequenceNumber: pdu.sequenceNumber } })
    if (answer.kind !== 'value' || pdu.commandStatus !== 0) return
    const { tlvs: _, ...fields } = pdu
    expect(answer.pdu).toMatchObject(fields)
  })
})

describe('npm smpp as an ordinary client', () => {
  it('submits a message that we read', () => {
    const fields = { source_addr: '1555', destination_addr: '1666', data_coding: 0, short_message: 'hello' }
    const foreign = new smpp.PDU('submit_sm', { ...fields, sequence_number: 12, receipted_message_id: 'a1' })
    const answer = decodePdu(foreign.toBuffer())
    if (answer.kind !== 'value' || answer.pdu.command !== 'submit_sm') throw new Error(answer.kind)
    expect(answer.pdu).toMatchObject({ sequenceNumber: 12, sourceAddr: '1555', destinationAddr: '1666' })
    expect(Buffer.from(answer.pdu.shortMessage).toString('latin1')).toBe('hello')
    expect(tlvText(answer.pdu.tlvs, 'receipted_message_id')).toBe('a1')
  })
})

/** The package rewrites texts and times on the way; its filters are set aside to see the octets. */
function withoutFilters<T>(work: () => T): T {
  const filtered = [
    ...Object.values(smpp.commands).flatMap(({ params }) => Object.values(params ?? {})),
    ...Object.values(smpp.tlvs),
  ]
  const kept = filtered.map((place) => [place, place.filter] as const)
  for (const place of filtered) delete place.filter
  try {
    return work()
  } finally {
    for (const [place, filter] of kept) if (filter) place.filter = filter
  }
}

function plainFields(pdu: Pdu): [string, unknown][] {
  return Object.entries(pdu).filter(([, value]) => ['string', 'number'].includes(typeof value))
}

function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
