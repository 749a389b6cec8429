import { type Message, type ReportDelivery, textOf } from '../model/index.ts'
import type { FaultBoard } from '../network/fault-board.ts'
import type { Outcome, Outlet, Tidings, Verdict } from '../ports.ts'

/** A report as the network mistreats it: told differently or twice, held back, or lost. */
type ReportFate =
  | { readonly kind: 'tell'; readonly delivery: ReportDelivery; readonly times: 1 | 2 }
  | { readonly kind: 'settle'; readonly verdict: Verdict }

/** Lost reports count as told; nobody tries again. */
const LOST: ReportFate = { kind: 'settle', verdict: { kind: 'delivered' } }

/** Tells an endpoint of a report, the way the fault rules of the world let it. */
export function tell(outlet: Outlet, tidings: Tidings, faults: FaultBoard | undefined): Outcome | Promise<Outcome> {
  if (!faults?.watches('receipt')) return outlet.tell(tidings)
  const fate = fateOfReport(faults, tidings.delivery, tidings.message)
  if (fate.kind === 'settle') return fate.verdict
  const told = { ...tidings, delivery: fate.delivery }
  if (fate.times === 2) void Promise.resolve(outlet.tell(told)).catch(() => {})
  return outlet.tell(told)
}

/** Asks the rules about a report on its first way out; a report is struck once. */
function fateOfReport(faults: FaultBoard, delivery: ReportDelivery, message: Message): ReportFate {
  const untouched: ReportFate = { kind: 'tell', delivery, times: 1 }
  const { progress } = delivery
  if (!('attempts' in progress) || progress.attempts > 0) return untouched
  const fault = faults.strike('receipt', {
    from: message.from,
    to: [delivery.recipient],
    text: textOf(message.content),
    transport: message.content.kind,
    account: delivery.endpoint.key,
    messageId: message.id,
  })
  if (!fault) return untouched
  if (fault.drop) return LOST
  if (fault.delayMs !== undefined) {
    return { kind: 'settle', verdict: { kind: 'wait', reason: 'network-delay', againAfterMs: fault.delayMs } }
  }
  const told = fault.error === undefined ? delivery : failedWith(delivery, fault.error)
  return { kind: 'tell', delivery: told, times: fault.duplicate ? 2 : 1 }
}

function failedWith(delivery: ReportDelivery, code: number): ReportDelivery {
  return { ...delivery, report: { ...delivery.report, status: 'failed', reason: 'unknown-error', code } }
}
