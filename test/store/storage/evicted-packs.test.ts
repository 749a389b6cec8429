import { afterEach, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../../src/compose.ts'
import type { Address } from '../../../src/core/index.ts'

let partyline: Partyline
afterEach(() => partyline.stop())

const ANA = '+12025550101' as Address
const BEN = '+12025550102' as Address

it('a burst that was thrown out does not come back when one of its messages is removed in the same commit', async () => {
  partyline = await startPartyline({ clock: { mode: 'frozen', now: 0 } })
  const { carrier, read } = partyline.main
  const submit = (_: unknown, n: number) => {
    const segments = [Uint8Array.of(n)]
    const content = { kind: 'sms', text: `text ${n}`, dataCoding: 0, hasHeader: false, segments } as const
    return carrier.submit({ origin: { kind: 'handset', key: ANA }, from: ANA, to: [BEN], content })
  }
  const answers = await Promise.all(Array.from({ length: 20 }, submit))
  const [first] = answers.flatMap((answer) => (answer.accepted ? [answer.messageId] : []))
  await partyline.main.idle()
  expect(read.messages({ limit: 50 })).toHaveLength(20)
  const evictBefore = Number.MAX_SAFE_INTEGER
  await Promise.all([
    carrier.run(({ read: inside }) => expect(inside.message(first!)).toBeDefined()),
    carrier.run((unit) => unit.change({ layer: 'storage', evictBefore, at: 0 } as object as never)),
    carrier.run((unit) => unit.put({ layer: 'core', remove: 'message', key: first! })),
  ])
  expect(read.messages({ limit: 50 })).toEqual([])
})
