// A thread laid out: days, runs of one sender, and which bubble carries the line with time and status. Pure.
import type { PhoneMessage } from './wire.ts'

/** Two messages of one sender further apart than this begin a new run. */
const RUN_GAP_MS = 5 * 60_000

export type Bubble = {
  readonly message: PhoneMessage
  readonly first: boolean
  readonly last: boolean
  /** What people reacted with, where this phone folds such texts: one each. */
  readonly reactions: readonly Reaction[]
}

export type Reaction = { readonly from: string; readonly sign: string }

export type Line =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | ({ readonly kind: 'bubble' } & Bubble)

const SIGNS: Readonly<Record<string, string>> = {
  like: '👍',
  love: '❤️',
  laugh: '😂',
  emphasize: '‼️',
  dislike: '👎',
  question: '❓',
}

/** A thread laid out; with `fold` a text that is a reaction to a message shown here stands at that message. */
export function layOut(all: readonly PhoneMessage[], dayOf: (at: string) => string, fold = false): Line[] {
  const ids = new Set(all.map(({ id }) => id))
  const folded = all.filter(({ reactsTo }) => fold && reactsTo !== '' && ids.has(reactsTo))
  const messages = all.filter((message) => !folded.includes(message))
  return messages.flatMap((message, index) => {
    const [before, after] = [messages[index - 1], messages[index + 1]]
    const newDay = !before || dayOf(before.at) !== dayOf(message.at)
    const endsDay = !after || dayOf(after.at) !== dayOf(message.at)
    const bubble: Line = {
      kind: 'bubble',
      message,
      first: newDay || !isOneRun(before, message),
      last: endsDay || !isOneRun(message, after),
      reactions: reactionsTo(message, folded),
    }
    return newDay ? [{ kind: 'day', key: dayOf(message.at), at: message.at }, bubble] : [bubble]
  })
}

/** The last word of each person counts; a reaction taken back is gone. */
function reactionsTo({ id }: PhoneMessage, folded: readonly PhoneMessage[]): Reaction[] {
  const own = folded.filter(({ reactsTo }) => reactsTo === id)
  const latest = new Map(own.map((message) => [message.from, message]))
  return [...latest.values()]
    .filter(({ reactionRemoved }) => !reactionRemoved)
    .map(({ from, reaction }) => ({ from, sign: SIGNS[reaction] ?? reaction }))
}

function isOneRun(a: PhoneMessage, b: PhoneMessage): boolean {
  if (a.direction !== b.direction || a.from !== b.from || a.transport !== b.transport) return false
  return Math.abs(Date.parse(b.at) - Date.parse(a.at)) <= RUN_GAP_MS
}

export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'link'; readonly url: string }

/** A text cut at its links. Only http and https become links; everything else stays the characters it is. */
export function cutAtLinks(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"']+/gi)) {
    const url = match[0].replace(/[.,;:!?)\]}]+$/, '')
    if (!URL.canParse(url)) continue
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    pieces.push({ kind: 'link', url })
    end = match.index + url.length
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}
