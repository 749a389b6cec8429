import {
  type Address,
  type CarrierReader,
  type Delivery,
  type Endpoint,
  isSettled,
  type Message,
  type MessageDelivery,
  type Unit,
} from '../../../core/index.ts'
import { endRepetition } from '../broadcast-repeater.ts'
import { type Broadcast, isRepeated } from '../broadcasts.ts'
import { parseReference } from '../submission-reference.ts'

export type Pending = { readonly delivery: MessageDelivery; readonly message: Message }

const PAGE = 500

/** Copies of a message that have not reached their recipients yet. */
export function pendingOf(read: CarrierReader, message: Message): readonly Pending[] {
  return read
    .deliveriesOf(message.id)
    .filter(isPendingMessage)
    .map((delivery) => ({ delivery, message }))
}

/** What an account has under way from one address to another, with one service_type. [SMPP34 4.9, 5.2.18] */
export function pendingBetween(
  read: CarrierReader,
  systemId: string,
  { from, to, serviceType }: { from: Address; to: Address; serviceType: string },
): readonly Pending[] {
  return unsettledMessages(read, endpointOf(read, to)).filter(({ delivery, message }) => {
    if (delivery.recipient !== to || message.from !== from) return false
    const own = message.origin.kind === 'smpp' && message.origin.key === systemId
    return own && parseReference(message.reference).serviceType === serviceType
  })
}

/** What is under way to an endpoint. */
export function unsettledMessages(read: CarrierReader, endpoint: Endpoint): readonly Pending[] {
  return unsettled(read, endpoint).flatMap((delivery) => {
    const message = read.message(delivery.messageId)
    return message ? [{ delivery, message }] : []
  })
}

/** Ends pending copies for good, in the unit of work they were read in. */
export function withdraw(unit: Unit, pending: readonly Pending[], reason: 'cancelled' | 'replaced'): void {
  for (const { delivery, message } of pending) unit.settle(delivery, message, { kind: 'failed', reason })
}

/** Ends a broadcast: no phone that waits gets it any more, and it is not said again. False if it was over before. */
export function withdrawBroadcast(unit: Unit, broadcast: Broadcast, reason: 'cancelled' | 'replaced'): boolean {
  const pending = broadcast.messages.flatMap((message) => pendingOf(unit.read, message))
  const isToCome = isRepeated(unit.read, broadcast)
  withdraw(unit, pending, reason)
  if (isToCome) endRepetition(unit, broadcast.head.id)
  return isToCome || pending.length > 0
}

function endpointOf(read: CarrierReader, to: Address): Endpoint {
  const owned = read.number(to)
  return owned ? { kind: owned.owner.kind, key: owned.owner.account } : { kind: 'handset', key: to }
}

function unsettled(read: CarrierReader, endpoint: Endpoint): readonly MessageDelivery[] {
  const found: MessageDelivery[] = []
  for (let after = 0; ; ) {
    const page = read.unsettled(endpoint, { after, limit: PAGE })
    found.push(...page.filter(isPendingMessage))
    if (page.length < PAGE) return found
    after = page.at(-1)!.id
  }
}

function isPendingMessage(delivery: Delivery): delivery is MessageDelivery {
  return delivery.kind === 'message' && !isSettled(delivery)
}
