import type { ReadRecInd } from '../../../../protocols/mms/index.ts'
import { type Address, type Carrier, isSettled, type MessageDelivery, type Unit } from '../../../core/index.ts'
import { addressOf } from './members.ts'

export type Reading = { readonly pdu: ReadRecInd; readonly identity: Address | undefined }

const STATUSES = { read: 'read', 'deleted-without-being-read': 'deleted' } as const

/** What a person did with a message, on its way to a sender who asked; false if somebody else speaks. [MMSENC 6.7.2] */
export async function reading(carrier: Carrier, { pdu, identity }: Reading): Promise<boolean> {
  const named = addressOf(pdu.from)
  const reader = identity ?? named
  if (named !== undefined && named !== reader) return false
  await carrier.run((unit) => tellOnce(unit, pdu, reader))
  return true
}

function tellOnce(unit: Unit, { messageId, readStatus }: ReadRecInd, reader: Address | undefined): void {
  const message = /^\d{1,16}$/.test(messageId) ? unit.read.message(Number(messageId)) : undefined
  if (message?.content.kind !== 'mms') return
  const deliveries = unit.read.deliveriesOf(message.id)
  const own = deliveries.find((one): one is MessageDelivery => one.kind === 'message' && one.recipient === reader)
  if (!own || own.progress.state === 'failed') return
  const status = STATUSES[readStatus]
  // Whoever has read it has it, whatever became of the acknowledgement.
  if (!isSettled(own)) unit.settle(own, message, { kind: 'delivered' })
  const isTold = deliveries.some((one) => one.kind === 'report' && saysRead(one.report, own))
  if (isTold || !message.report.read) return
  unit.report(own, message, status)
  unit.emit({
    type: 'message.read',
    messageId: String(message.id),
    deliveryId: String(own.id),
    recipient: own.recipient,
    status,
  })
}

function saysRead({ deliveryId, status }: { deliveryId: number; status: string }, own: MessageDelivery): boolean {
  return deliveryId === own.id && (status === 'read' || status === 'deleted')
}
