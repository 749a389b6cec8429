import type { Mm7Request, Mm7Status } from '../../../protocols/mm7/index.ts'
import { type FaultEffect, type Offer, textOf, type Verdict } from '../../core/index.ts'
import { toAddress } from './addresses.ts'
import { textOfContent } from './media.ts'
import type { Mm7Vasp } from './parts.ts'
import { type Attempted, attemptedWith, UNREACHABLE } from './verdict.ts'

/** The rule that strikes a SubmitReq, if any. */
export function faultOfSubmit(request: Mm7Request, { account, world }: Mm7Vasp): FaultEffect | undefined {
  if (request.operation !== 'SubmitReq' || !world.faults.watches('mm7.submit')) return undefined
  const { recipients, senderIdentification } = request.body
  const { senderAddress } = senderIdentification
  const all = [...recipients.to, ...recipients.cc, ...recipients.bcc]
  return world.faults.strike('mm7.submit', {
    from: (senderAddress && toAddress(senderAddress)) ?? '',
    to: all.map((address) => toAddress(address) ?? address.value),
    text: textOfContent(request.content),
    transport: 'mms',
    account: account.user,
  })
}

/** The rule that strikes a DeliverReq, if any; what a rule held back before goes on untouched. */
export function faultOfDeliver({ delivery, message }: Offer, { account, world }: Mm7Vasp): FaultEffect | undefined {
  if (!world.faults.watches('mm7.deliver')) return undefined
  const { progress } = delivery
  const isHeldBack = progress.state === 'waiting' && progress.attempts > 0 && progress.waitingFor === 'network-delay'
  if (isHeldBack) return undefined
  return world.faults.strike('mm7.deliver', {
    from: message.from,
    to: [delivery.recipient],
    text: textOf(message.content),
    transport: message.content.kind,
    account: account.user,
    messageId: message.id,
  })
}

/** What comes of an attempt that a rule keeps from the VASP; undefined if it goes out. */
export function fateOfAttempt({ drop, status }: FaultEffect): Attempted | undefined {
  if (drop) return { verdict: UNREACHABLE, httpStatus: null, status: null, error: 'a fault rule lost it' }
  return status === undefined ? undefined : attemptedWith(onRule(status), 'a fault rule answered')
}

export function onRule(statusCode: number): Mm7Status {
  return { statusCode, details: 'A fault rule answers so' }
}

export function heldBack(againAfterMs: number): Verdict {
  return { kind: 'wait', reason: 'network-delay', againAfterMs }
}
