import type { Journey, Thread } from './api.ts'
import type { Phone } from './phone.ts'

type Verdict = { readonly pass: boolean; readonly message: () => string }

/** For `expect.extend` of Vitest and Jest. */
export const matchers = {
  /** The phone shows a thread with exactly these numbers or phones, itself left out. Await it. */
  async toShowThreadWith(phone: Phone, members: readonly (string | Phone)[]): Promise<Verdict> {
    const wanted = members.map(numberOf).sort()
    const threads = await phone.threads()
    const pass = threads.some(({ participants }) => isSame([...participants].sort(), wanted))
    return {
      pass,
      message: () => `${phone} ${pass ? 'shows' : 'shows no'} thread with ${wanted.join(', ')}\n${shown(threads)}`,
    }
  },

  /** The journey has these steps in this order, whatever lies between. */
  toHavePassed({ hops, messageId }: Journey, ...steps: readonly string[]): Verdict {
    let next = 0
    for (const { step } of hops) if (step === steps[next]) next += 1
    const pass = next === steps.length
    const missing = pass ? '' : ` (${steps[next]} is missing${next > 0 ? ` after ${steps[next - 1]}` : ''})`
    return {
      pass,
      message: () =>
        `Message ${messageId} ${pass ? 'passed' : 'did not pass'} ${steps.join(', ')}${missing}\n${told(hops)}`,
    }
  },
}

function numberOf(member: string | Phone): string {
  return typeof member === 'string' ? member : member.number
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((member, index) => member === b[index])
}

function shown(threads: readonly Thread[]): string {
  if (threads.length === 0) return 'It shows no thread at all.'
  const lines = threads.map(
    ({ participants, lastMessage }) => `  ${participants.join(', ')}: ${JSON.stringify(lastMessage.text)}`,
  )
  return `Its threads:\n${lines.join('\n')}`
}

function told(hops: Journey['hops']): string {
  if (hops.length === 0) return 'Its journey has no hops.'
  const lines = hops.map(
    ({ at, lane, step, result, says, cause }) =>
      `  ${at} ${lane ?? ''} ${step} ${result}: ${says}${cause ? ` (${cause})` : ''}`,
  )
  return `Its journey:\n${lines.join('\n')}`
}

/** What the matchers add to `expect(...)`; docs/testing.md shows how to declare them. */
export interface PartylineMatchers<R = unknown> {
  toShowThreadWith(members: readonly (string | Phone)[]): Promise<R>
  toHavePassed(...steps: readonly string[]): R
}
