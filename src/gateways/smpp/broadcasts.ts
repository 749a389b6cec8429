import { TLV, type Tlv, tlvNumber } from '../../../protocols/smpp/index.ts'
import { decodeLatin1 } from '../../../protocols/text/index.ts'
import type {
  Address,
  CarrierReader,
  Message,
  MessageDelivery,
  MessageId,
  Phone,
  SmppAccount,
} from '../../core/index.ts'
import { findMessage } from './message-ids.ts'
import { formatReference, parseReference } from './submission-reference.ts'

/** broadcast_area_identifier: how the area is named. [SMPP50 4.8.4.4.1] */
const AREA_FORMAT = { alias: 0, ellipsoidArc: 1, polygon: 2 } as const

/** The name of an area, or why it is none of ours. */
export type Area = { readonly value: Uint8Array } & ({ readonly name: string } | { readonly fault: 'format' })

export function areasOf(tlvs: readonly Tlv[]): readonly Area[] {
  return tlvs.filter(({ tag }) => tag === TLV.broadcast_area_identifier.tag).map(({ value }) => areaOf(value))
}

function areaOf(value: Uint8Array): Area {
  if (value[0] !== AREA_FORMAT.alias || value.length < 2) return { value, fault: 'format' }
  return { value, name: decodeLatin1(value.subarray(1)).replace(/\0+$/, '') }
}

export function phonesIn(read: CarrierReader, area: string): readonly Phone[] {
  return read.phones().filter((phone) => phone.area === area)
}

/**
 * A broadcast is a chain of messages, since one has room for so many recipients only. Each names the one behind it; the
 * head gives the broadcast its message_id, and what a repetition adds goes right behind the head.
 */
export type Broadcast = {
  readonly head: Message
  readonly messages: readonly Message[]
  readonly areas: readonly string[]
}

/** Ours alone: never on the wire, where a tag below 0x0005 does not exist. `ADDED` marks what a repetition added. */
const CHAIN_TAG = 0x0001
const ADDED_TAG = 0x0002

/** The reference of a link of the chain, behind the link `previous`. */
export function linked(reference: string | null, previous: number | null, is: 'head' | 'added'): string {
  const kept = parseReference(reference)
  const own = kept.tlvs.filter(({ tag }) => tag !== CHAIN_TAG && tag !== ADDED_TAG)
  const value = new TextEncoder().encode(previous === null ? '' : String(previous))
  return formatReference({ ...kept, tlvs: [...own, { tag: is === 'head' ? CHAIN_TAG : ADDED_TAG, value }] })
}

type Asked = { readonly messageId: string; readonly interfaceVersion: number; readonly tlvs: readonly Tlv[] }

/** The broadcast that stands behind a message. */
export function broadcastBehind(read: CarrierReader, id: MessageId): Broadcast | undefined {
  const head = read.message(id)
  return head && broadcastOf(read, head)
}

/** A broadcast of an account by its message_id, or without one by its user_message_reference. [SMPP50 4.4.1.1, 4.6.1.1] */
export function findBroadcast(
  read: CarrierReader,
  account: SmppAccount,
  { tlvs, ...asked }: Asked,
): Broadcast | undefined {
  if (asked.messageId !== '') {
    const head = findMessage(read, account, asked)
    return head && broadcastOf(read, head)
  }
  const wanted = tlvNumber(tlvs, 'user_message_reference')
  if (wanted === undefined) return undefined
  const isMeant = ({ reference }: Message) =>
    tlvNumber(parseReference(reference).tlvs, 'user_message_reference') === wanted
  return findBroadcasts(read, account, isMeant)[0]
}

/** Whether it will be said again. */
export function isRepeated(read: CarrierReader, { head }: Broadcast): boolean {
  return read.broadcasts().some(({ id }) => id === head.id)
}

/** Broadcasts that are looked through when a request names none by its id. */
const LOOKED_THROUGH = 1_000

/** The newest broadcasts of an account that satisfy a wish, without those that are links of another. */
export function findBroadcasts(
  read: CarrierReader,
  account: SmppAccount,
  wish: (head: Message) => boolean,
): readonly Broadcast[] {
  const links = new Set<number>()
  const found: Broadcast[] = []
  for (const message of read.messages({ limit: LOOKED_THROUGH })) {
    const own = message.origin.kind === 'smpp' && message.origin.key === account.systemId
    const broadcast = own && !links.has(message.id) ? broadcastOf(read, message) : undefined
    if (!broadcast) continue
    for (const { id } of broadcast.messages) links.add(id)
    if (wish(message)) found.push(broadcast)
  }
  return found
}

export function deliveriesOf(read: CarrierReader, { messages }: Broadcast): readonly MessageDelivery[] {
  return messages.flatMap(({ id }) => read.deliveriesOf(id)).filter((one) => one.kind === 'message')
}

/** Percent of an area's phones that have it; all of an area that has none any more. [SMPP50 4.8.4.5] */
export function successIn(read: CarrierReader, broadcast: Broadcast, area: string): number {
  const within = new Set<Address>(phonesIn(read, area).map(({ number }) => number))
  const own = deliveriesOf(read, broadcast).filter(({ recipient }) => within.has(recipient))
  const reached = own.filter(({ progress }) => progress.state === 'delivered')
  return own.length === 0 ? 100 : Math.floor((100 * reached.length) / own.length)
}

function broadcastOf(read: CarrierReader, head: Message): Broadcast | undefined {
  const { tlvs } = parseReference(head.reference)
  if (!tlvs.some(({ tag }) => tag === CHAIN_TAG)) return undefined
  const messages = [head]
  for (let link = previousOf(head); link !== null; link = previousOf(messages.at(-1)!)) {
    const message = read.message(link)
    if (!message) break
    messages.push(message)
  }
  return { head, messages, areas: areasOf(tlvs).flatMap((area) => ('name' in area ? [area.name] : [])) }
}

/** The message that stands before this one in the chain; null before the first. */
export function previousOf({ reference }: Message): number | null {
  const link = parseReference(reference).tlvs.find(({ tag }) => tag === CHAIN_TAG || tag === ADDED_TAG)
  return link && link.value.length > 0 ? Number(decodeLatin1(link.value)) : null
}
