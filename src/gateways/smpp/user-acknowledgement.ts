import type { Address, MessageDelivery, MessageId, Unit } from '../../core/index.ts'

/** The person has read these messages: whoever asked for a user acknowledgement gets one, once. [SMPP34 5.2.17] */
export function reportReading(unit: Unit, reader: Address, messageIds: readonly MessageId[]): void {
  for (const id of messageIds) {
    const message = unit.read.message(id)
    if (message?.origin.kind !== 'smpp' || message.content.kind !== 'sms' || !message.report.read) continue
    const deliveries = unit.read.deliveriesOf(id)
    const own = deliveries.find((one): one is MessageDelivery => one.kind === 'message' && one.recipient === reader)
    const isTold = deliveries.some(
      (one) => one.kind === 'report' && one.recipient === reader && one.report.status === 'read',
    )
    if (own && !isTold) unit.report(own, message, 'read')
  }
}
