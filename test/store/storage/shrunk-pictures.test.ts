import { afterEach, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../../src/compose.ts'
import type { Address } from '../../../src/core/index.ts'

let partyline: Partyline
afterEach(() => partyline.stop())

const ANA = '+12025550101' as Address
const BEN = '+12025550102' as Address

it('a picture that was shrunk stays as long as the message it belongs to', async () => {
  partyline = await startPartyline({ clock: { mode: 'frozen', now: 0 } })
  const { carrier, read } = partyline.main
  const octets = Uint8Array.of(1, 2, 3)
  const part = { contentType: 'image/jpeg', name: null, contentId: null, contentLocation: null, text: null }
  const content = { kind: 'mms', subject: null, parts: [{ ...part, hash: 'whole', size: 3, octets }] } as const
  const answer = await carrier.submit({ origin: { kind: 'handset', key: ANA }, from: ANA, to: [BEN], content })
  if (!answer.accepted) throw new Error(answer.explanation)
  await carrier.run((unit) => unit.put({ layer: 'core', put: 'content', hash: 'whole@2', octets }))
  await partyline.main.idle()
  const evict = (evictBefore: number) =>
    carrier.run((unit) => unit.change({ layer: 'storage', evictBefore, at: 0 } as object as never))
  await evict(answer.messageId)
  expect(read.content('whole@2')).toBeDefined()
  await evict(Number.MAX_SAFE_INTEGER)
  expect(read.content('whole@2')).toBeUndefined()
})
