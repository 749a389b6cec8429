import type { Address } from '../../core/index.ts'
import { participantOf } from './author.ts'
import { numberGroup, shapeOf } from './number-group.ts'
import type { Participant } from './records.ts'

/** One copy on its way to one phone. */
export type Leg = { readonly participantSid: string; readonly address: Address }

/** A network message that a conversation message becomes. */
export type Projection = {
  readonly transport: 'sms' | 'mms'
  readonly from: Address
  /** Everybody whom phones see as recipient. */
  readonly to: readonly Address[]
  /** Those among them whose copy nobody carries: projected numbers, whose users see the conversation. */
  readonly displayOnly: readonly Address[]
  readonly legs: readonly Leg[]
}

/** Who sends to whom when this author writes: one message to a group or a pair, and one per masked phone. */
export function project(participants: readonly Participant[], author: string): readonly Projection[] {
  const writer = participantOf(participants, author)
  return [...groupProjection(participants, writer), ...maskedProjections(participants, writer)]
}

function groupProjection(participants: readonly Participant[], writer: Participant | undefined): Projection[] {
  const from = writer?.projectedAddress
  const { handsets, projected, transport } = numberGroup(participants)
  if (!from || transport === 'none') return []
  const others = projected.filter((number) => number !== from)
  const legs = participants.flatMap((participant) =>
    shapeOf(participant) === 'handset' && participant.address !== null
      ? [{ participantSid: participant.sid, address: participant.address }]
      : [],
  )
  return [{ transport, from, to: [...handsets, ...others], displayOnly: others, legs }]
}

function maskedProjections(participants: readonly Participant[], writer: Participant | undefined): Projection[] {
  return participants.flatMap((participant) => {
    const { sid, address, proxyAddress } = participant
    if (address === null || proxyAddress === null || sid === writer?.sid) return []
    const legs = [{ participantSid: sid, address }]
    return [{ transport: 'sms' as const, from: proxyAddress, to: [address], displayOnly: [], legs }]
  })
}
