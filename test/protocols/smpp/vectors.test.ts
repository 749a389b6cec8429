import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { concat } from '../../../protocols/octets/index.ts'
import { decodePdu, encodePdu, pduLength, takeFrame, writePdu } from '../../../protocols/smpp/index.ts'
import { PDUS } from '../../../protocols/smpp/pdus/index.ts'
import { goodVectors, vectors } from './vectors.ts'

const badVectors = vectors.filter(({ malformed }) => malformed)

describe('vectors', () => {
  it('have a good and a bad one for every PDU', () => {
    const commands = PDUS.map(({ command }) => command as string).sort()
    expect([...new Set(goodVectors.map(({ pdu }) => pdu.command as string))].sort()).toEqual(commands)
    expect([...new Set(badVectors.map(({ malformed }) => malformed?.command))].sort()).toEqual(commands)
  })

  it.each(vectors)('$name says where it came from', ({ name, from }) => {
    const hex = readFileSync(new URL(`../../../protocols/smpp/vectors/${name}.hex`, import.meta.url), 'utf8')
    expect(hex.split('\n')[0]).toBe(`# ${from}`)
  })
})

describe.each(goodVectors)('$name ($from)', ({ octets, pdu }) => {
  it('decodes', () => {
    expect(decodePdu(octets)).toEqual({ kind: 'value', pdu })
  })

  it('encodes to the same octets', () => {
    expect(encodePdu(pdu)).toEqual(octets)
    expect(pduLength(pdu)).toBe(octets.length)
  })

  it('decodes and encodes in the middle of a larger buffer', () => {
    const around = concat([Uint8Array.of(9, 9, 9), octets, Uint8Array.of(9)])
    expect(decodePdu(around, 3, 3 + octets.length)).toEqual({ kind: 'value', pdu })
    const target = new Uint8Array(octets.length + 8)
    expect(writePdu(pdu, target, 4)).toBe(4 + octets.length)
    expect(target.subarray(4, 4 + octets.length)).toEqual(octets)
  })

  it('is never a value other than itself when cut at any octet', () => {
    for (let length = 0; length < octets.length; length++) {
      const cut = octets.slice(0, length)
      expect(decodePdu(cut).kind).toBe('malformed')
      if (length < 16) continue
      new DataView(cut.buffer).setUint32(0, length) // a frame of that length is malformed or lacks only trailing fields
      const answer = decodePdu(cut)
      if (answer.kind === 'value') expect(encodePdu(answer.pdu)).toEqual(cut)
    }
  })

  it('is framed when fed octet by octet', () => {
    const stream = concat([octets, octets])
    for (let length = 0; length < octets.length; length++) {
      expect(takeFrame(stream.subarray(0, length), 0)).toEqual({ kind: 'incomplete' })
    }
    for (let length = octets.length; length <= stream.length; length++) {
      expect(takeFrame(stream.subarray(0, length), 0)).toEqual({ kind: 'frame', start: 0, end: octets.length })
    }
    expect(takeFrame(stream, octets.length)).toEqual({ kind: 'frame', start: octets.length, end: stream.length })
  })
})

describe.each(badVectors)('$name ($from)', ({ octets, malformed }) => {
  it('is malformed, with the place and the status to answer', () => {
    const { command, commandStatus, ...where } = malformed!
    const answer = decodePdu(octets)
    expect(answer).toMatchObject({ kind: 'malformed', command, commandStatus, malformed: where })
    expect(answer).toMatchObject({ header: { sequenceNumber: 9, commandStatus: 0 } })
  })

  it('is malformed in the same way in the middle of a larger buffer', () => {
    const around = concat([Uint8Array.of(0, 0, 0), octets, Uint8Array.of(0, 0, 0, 0)])
    expect(decodePdu(around, 3, 3 + octets.length)).toEqual(decodePdu(octets))
  })
})

describe.each(vectors.filter(({ unknown }) => unknown))('$name ($from)', ({ octets, unknown }) => {
  it('is unknown and keeps its header', () => {
    expect(decodePdu(octets)).toEqual({ kind: 'unknown', header: unknown })
  })
})
