/** Seeded dice: the same seed gives the same octets, on every machine. */
export class Dice {
  private state: number

  constructor(seed: number) {
    // Neighbouring seeds begin far apart.
    this.state = Math.imul(seed ^ (seed >>> 15), 0x9e3779b1) >>> 0
  }

  /** 0 <= x < below */
  next(below: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.state / 2 ** 32) * below)
  }

  pick<T>(from: readonly T[]): T {
    return from[this.next(from.length)]!
  }
}

/** Octets that lengths, counts, markup and boundaries are made of. */
const LOADED = [0x00, 0x01, 0x1e, 0x1f, 0x22, 0x26, 0x2d, 0x3c, 0x3e, 0x5b, 0x7f, 0x80, 0x81, 0x84, 0xb3, 0xc0, 0xff]
const TOKENS = [
  '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>',
  '&b;&b;&b;&b;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml version="1.0" encoding="utf-16"?>',
  '<a xmlns:b="c">',
  '\r\n--outer\r\n',
  '--outer--',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Type: multipart/mixed; boundary=outer\r\n\r\n',
  '\r\n\r\n',
].map((text) => new TextEncoder().encode(text))
const GROWTH_MAX = 4

type Mutation = (octets: Uint8Array, dice: Dice, others: readonly Uint8Array[]) => Uint8Array

const MUTATIONS: readonly Mutation[] = [
  (octets, dice) => octets.with(dice.next(octets.length), dice.next(256)),
  (octets, dice) => octets.with(dice.next(octets.length), dice.pick(LOADED)),
  (octets, dice) => octets.with(dice.next(octets.length), octets[dice.next(octets.length)]! ^ (1 << dice.next(8))),
  (octets, dice) => octets.slice(0, dice.next(octets.length)),
  (octets, dice) => splice(octets, dice, new Uint8Array(0)),
  (octets, dice) =>
    splice(
      octets,
      dice,
      Uint8Array.from({ length: 1 + dice.next(8) }, () => dice.pick(LOADED)),
    ),
  (octets, dice) => splice(octets, dice, dice.pick(TOKENS)),
  (octets, dice) => splice(octets, dice, range(octets, dice)),
  (octets, dice, others) => splice(octets, dice, range(dice.pick(others), dice)),
]

/** A seed with a few things wrong; never more than a few times as long. */
export function mutated(seeds: readonly Uint8Array[], dice: Dice): Uint8Array {
  const seed = dice.pick(seeds)
  let octets = seed
  for (let times = 1 + dice.next(6); times > 0 && octets.length > 0; times--) {
    const next = dice.pick(MUTATIONS)(octets, dice, seeds)
    if (next.length <= GROWTH_MAX * seed.length + 1_024) octets = next
  }
  return octets
}

function range(octets: Uint8Array, dice: Dice): Uint8Array {
  const start = dice.next(octets.length + 1)
  return octets.subarray(start, start + dice.next(octets.length - start + 1))
}

/** Puts octets in the place of a few others. */
function splice(octets: Uint8Array, dice: Dice, put: Uint8Array): Uint8Array {
  const at = dice.next(octets.length + 1)
  const rest = octets.subarray(at + dice.next(Math.min(16, octets.length - at + 1)))
  const spliced = new Uint8Array(at + put.length + rest.length)
  spliced.set(octets.subarray(0, at))
  spliced.set(put, at)
  spliced.set(rest, at + put.length)
  return spliced
}
