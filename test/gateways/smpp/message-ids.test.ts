import { expect, it } from 'vitest'
import { newSmppAccount } from '../../../src/core/index.ts'
import { formatMessageId } from '../../../src/gateways/smpp/message-ids.ts'

it('a message_id in decimal has every digit of the id', () => {
  const style = { account: newSmppAccount('esme', 'secret'), interfaceVersion: 0x34 }
  const ids = [0, 1, 999_999_999, 1_000_000_000, 1_000_000_001, 122_188_567_775_232, 122_000_000_000_007]
  for (const id of [...ids, Number.MAX_SAFE_INTEGER]) expect(formatMessageId(id, style)).toBe(`${id}`)
})
