import type { ReportDelivery } from '../../core/index.ts'
import { isFinal, progressOf } from '../model/receipts.ts'
import type { ChannelMessage } from '../model/records.ts'
import type { Work } from '../work.ts'
import { noteStatus } from './queued-texts.ts'

/** What a report from the network says about one copy: its receipt, and the leg as the 2010-04-01 API shows it. */
export function noteReport(work: Work, reference: string, { recipient, report }: ReportDelivery): void {
  const progress = progressOf(report)
  if (!progress) return
  const leg = work.read.channelMessage(reference)
  if (leg) {
    progressLeg(work, leg, progress)
    return
  }
  const receipt = work.read
    .receipts(reference)
    .find(({ address, status }) => address === recipient && !isFinal({ status }))
  const conversation = receipt && work.read.conversation(receipt.conversationSid)
  if (!receipt || !conversation) return
  const updated = work.put('receipt', { ...receipt, ...progress, updatedAt: work.now })
  const channelMessage = work.read.channelMessage(receipt.channelMessageSid)
  if (channelMessage) progressLeg(work, channelMessage, progress)
  work.happened({ event: 'onDeliveryUpdated', conversation, receipt: updated })
}

function progressLeg(work: Work, leg: ChannelMessage, progress: NonNullable<ReturnType<typeof progressOf>>): void {
  const { status, errorCode } = progress
  noteStatus(work, { ...leg, status, errorCode: errorCode || null })
}
