import { describe, expect, it } from 'vitest'
import { codesIn } from '../../src/handsets/model/codes.ts'

describe('a one-time code in a text', () => {
  it.each([
    ['Your code is 482913.', ['482913']],
    ['Use code 482 913 now', ['482913']],
    ['PIN 4829, valid until 12:30', ['4829']],
    ['code 1234 or token 987654', ['1234', '987654']],
    ['Dinner at 1930?', []],
    ['Call +12025550101 for a code', []],
  ])('%s', (text, codes) => {
    expect(codesIn(text)).toEqual(codes)
  })
})
