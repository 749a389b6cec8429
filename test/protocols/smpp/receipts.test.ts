import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatReceipt,
  MESSAGE_STATES,
  type MessageStateName,
  messageStateName,
  parseReceipt,
  type Receipt,
} from '../../../protocols/smpp/index.ts'

const receipt: Receipt = {
  id: '0000a1',
  submittedCount: 1,
  deliveredCount: 1,
  submittedAt: Date.UTC(2026, 0, 31, 12, 0),
  doneAt: Date.UTC(2026, 0, 31, 12, 1),
  state: 'DELIVERED',
  error: '0',
  text: 'a text of more than twenty characters',
}

describe('the text of a receipt', () => {
  it('has the items of the standard in its order [SMPP34 appendix B]', () => {
    expect(formatReceipt(receipt)).toBe(
      'id:0000a1 sub:001 dlvrd:001 submit date:2601311200 done date:2601311201 stat:DELIVRD err:000 text:a text of more than ',
    )
    expect(formatReceipt(receipt, { dates: 12, errorDigits: 3, textLabel: 'text' })).toContain(
      'submit date:260131120000 done date:260131120100',
    )
  })

  it('is read back', () => {
    const states = Object.keys(MESSAGE_STATES) as MessageStateName[]
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.string({ maxLength: 20 }), (state, text) => {
        const cut = [...text].slice(0, 20).join('')
        expect(parseReceipt(formatReceipt({ ...receipt, state, text }))).toEqual({
          ...receipt,
          error: '000',
          state,
          text: cut,
        })
      }),
    )
  })

  it.each([
    ['with another case', 'ID:7 Sub:001 Stat:delivrd Err:00A Text:stat:x', { id: '7', error: '00A', text: 'stat:x' }],
    ['without the counts', 'id:7 submit date:260131120000 stat:UNDELIV err:8', { submittedAt: receipt.submittedAt }],
    ['with a state we do not know', 'id:7 stat:LOST', { state: 'UNKNOWN' }],
    ['with the long name of a state', 'id:7 stat:UNDELIVERABLE', { state: 'UNDELIVERABLE' }],
    ['with dates that are none', 'id:7 done date:now stat:EXPIRED', { state: 'EXPIRED' }],
  ])('is understood %s', (_, text, expected) => {
    expect(parseReceipt(text)).toMatchObject(expected)
  })

  it('is told from other texts', () => {
    expect(parseReceipt('hello id:5')).toBeUndefined()
    expect(parseReceipt('text:id:7 stat:DELIVRD')).toBeUndefined()
  })

  it('names the values of message_state [SMPP34 5.2.28, SMPP50 4.7.15]', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(messageStateName)).toEqual(Object.keys(MESSAGE_STATES))
    expect(messageStateName(10)).toBeUndefined()
  })
})
