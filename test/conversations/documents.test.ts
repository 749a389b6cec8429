import { describe, expect, it } from 'vitest'
import { current, DOCUMENTS } from '../../scripts/conversations-docs.ts'

describe('documents that are written from the code', () => {
  it.each(Object.entries(DOCUMENTS))('%s is current: node scripts/conversations-docs.ts', (path, write) => {
    expect(current(path)).toBe(write())
  })
})
