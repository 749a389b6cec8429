import { type Concatenation, decodeUserData, type UserData } from '../../../protocols/sms/index.ts'
import type { Address } from '../../core/index.ts'
import { handsetChange, type PartSet, type StoredPart } from '../model/index.ts'
import type { Assembled } from './assembled.ts'
import type { Landing, ReceiveContext } from './landing.ts'
import { NOTHING } from './landing.ts'
import type { ReceivedSms } from './sms.ts'

/** How long a phone waits for missing parts before it shows what it has. */
export const PARTS_TIMEOUT_MS = 5 * 60_000
/** 16-bit references are another kind of number than 8-bit ones. [23.040 9.2.3.24.8] */
const WIDE = 0x10000

export type Collected = { readonly complete: readonly Assembled[]; readonly kept: Landing }

type Arrival = { readonly sms: ReceivedSms; readonly pieces: readonly UserData[] }

/** Puts arriving parts to those that wait: what is complete is to be shown, the rest is kept. */
export function collectParts(context: ReceiveContext, phone: Address, { sms, pieces }: Arrival): Collected {
  const set = setOf(phone, sms, pieces[0]!.header.concatenation!)
  const arrived = pieces.flatMap(({ header }, index) =>
    header.concatenation
      ? [partOf(context, set, { sms, octets: sms.segments[index]!, place: header.concatenation })]
      : [],
  )
  const waiting = arrived.length === set.total ? [] : context.reader.parts(set)
  if (contradicts(waiting, arrived)) return startAgain(set, waiting, arrived)
  const known = new Map([...waiting, ...arrived].map((part) => [part.sequence, part]))
  if (known.size < set.total) return { complete: [], kept: keep(arrived, waiting[0]) }
  const kept = waiting.length > 0 ? forget(set) : NOTHING
  return { complete: [assemble(set, [...known.values()])], kept }
}

/** What there is of a set, taken out of the store. */
export function incompleteSet({ reader }: ReceiveContext, set: PartSet): Collected {
  const parts = reader.parts(set)
  return parts.length === 0 ? { complete: [], kept: NOTHING } : { complete: [assemble(set, parts)], kept: forget(set) }
}

function setOf(phone: Address, { from }: ReceivedSms, { reference, total, wide }: Concatenation): PartSet {
  return { phone, from, reference: wide ? reference + WIDE : reference, total }
}

type Piece = { readonly sms: ReceivedSms; readonly octets: Uint8Array; readonly place: Concatenation }

function partOf({ now }: ReceiveContext, set: PartSet, { sms, octets, place }: Piece): StoredPart {
  return {
    ...set,
    sequence: place.sequence,
    dataCoding: sms.dataCoding,
    userData: octets,
    messageId: sms.messageId,
    dueAt: now + PARTS_TIMEOUT_MS,
  }
}

/** The same place with other octets: the sender uses its reference again before the old set was complete. */
function contradicts(waiting: readonly StoredPart[], arrived: readonly StoredPart[]): boolean {
  return arrived.some((part) => waiting.some((old) => old.sequence === part.sequence && !sameOctets(old, part)))
}

function startAgain(set: PartSet, old: readonly StoredPart[], arrived: readonly StoredPart[]): Collected {
  const changes = [...forget(set).changes, ...keep(arrived, undefined).changes]
  return { complete: [assemble(set, old)], kept: { changes, events: [] } }
}

/** Parts of one set share one time-out, counted from the first. */
function keep(arrived: readonly StoredPart[], first: StoredPart | undefined): Landing {
  const dueAt = first?.dueAt
  return {
    changes: arrived.map((part) =>
      handsetChange({ put: 'part', value: dueAt === undefined ? part : { ...part, dueAt } }),
    ),
    events: [],
  }
}

function forget(set: PartSet): Landing {
  return { changes: [handsetChange({ remove: 'parts', set })], events: [] }
}

function assemble(set: PartSet, parts: readonly StoredPart[]): Assembled {
  const first = parts.reduce((lowest, part) => (part.sequence < lowest.sequence ? part : lowest))
  const pieces = Array.from({ length: set.total }, (_, index) => {
    const part = parts.find(({ sequence }) => sequence === index + 1)
    // It was decoded when it came.
    const userData = part && decodeUserData(part.userData, true)
    return userData?.ok ? userData.value : undefined
  })
  return { from: set.from, dataCoding: first.dataCoding, messageId: first.messageId, pieces }
}

function sameOctets({ userData: one }: StoredPart, { userData: other }: StoredPart): boolean {
  return one.length === other.length && one.every((octet, index) => octet === other[index])
}
