import { afterEach, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../../src/compose.ts'
import type { Address, Phone } from '../../../src/core/index.ts'

let partyline: Partyline
afterEach(() => partyline.stop())

const ANA = '+12025550101' as Address
const BEN = '+12025550102' as Address

it('a message stays while its report is about to be told, though it was settled in the same commit', async () => {
  partyline = await startPartyline({ clock: { mode: 'frozen', now: 0 } })
  const { carrier, read } = partyline.main
  const turn = (state: Phone['state']) =>
    carrier.run((unit) => unit.put({ layer: 'core', put: 'phone', value: { ...unit.read.phone(BEN)!, state } }))
  const submit = (text: string) => {
    const segments = [new TextEncoder().encode(text)]
    const content = { kind: 'sms', text, dataCoding: 0, hasHeader: false, segments } as const
    const report = { delivered: true, failed: true, read: false, intermediate: false }
    return carrier.submit({ origin: { kind: 'handset', key: ANA }, from: ANA, to: [BEN], content, report })
  }
  await turn('off')
  const answer = await submit('late')
  if (!answer.accepted) throw new Error(answer.explanation)
  await partyline.main.idle()
  expect(read.deliveriesOf(answer.messageId)).toMatchObject([{ progress: { state: 'waiting', attempts: 1 } }])
  await Promise.all([
    carrier.settle(answer.deliveries[0]!.id, { kind: 'delivered' }),
    carrier.run((unit) =>
      unit.change({ layer: 'storage', evictBefore: Number.MAX_SAFE_INTEGER, at: 0 } as object as never),
    ),
  ])
  expect(read.message(answer.messageId)).toBeDefined()
  await partyline.main.idle()
  expect(read.deliveriesOf(answer.messageId).map(({ kind, progress }) => [kind, progress.state])).toEqual([
    ['message', 'delivered'],
    ['report', 'delivered'],
  ])
})
