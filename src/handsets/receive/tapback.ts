import type { Phone } from '../../core/index.ts'
import type { HandsetMessage, HandsetReader } from '../model/index.ts'
import { type Landing, received } from './landing.ts'

/** What iPhones write in place of a reaction, by its verb, and what the reaction is. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['Liked', '👍'],
  ['Loved', '❤️'],
  ['Laughed at', '😂'],
  ['Emphasized', '‼️'],
  ['Disliked', '👎'],
  ['Questioned', '❓'],
  ['Removed a like from', '-👍'],
  ['Removed a heart from', '-❤️'],
  ['Removed a laugh from', '-😂'],
  ['Removed an exclamation from', '-‼️'],
  ['Removed a dislike from', '-👎'],
  ['Removed a question mark from', '-❓'],
])
const KINDS: ReadonlyMap<string, string> = new Map([
  ['an image', 'image/'],
  ['a movie', 'video/'],
  ['an audio message', 'audio/'],
  ['an attachment', ''],
])
const VERB = new RegExp(`^(${[...VERBS.keys()].join('|')}) (.+)$`, 's')
const EMOJI = /^Reacted (\S{1,16}) to (.+)$/s
const QUOTED = /^[“"](.*)[”"]$/s
/** How far back a phone looks for what was reacted to. */
const LOOK_BACK = 100

type Tapback = { readonly reaction: string; readonly object: string }

/**
 * The phone shows a message that came; one that stands for a reaction is tied to the message it quotes, where this phone
 * knows how. A quote that fits nothing stays a text.
 */
export function receivedOrFolded(reader: HandsetReader, message: HandsetMessage, folds: boolean): Landing {
  const tapback = folds ? tapbackIn(message) : undefined
  const target = tapback && find(reader, message, tapback)
  return received(target ? { ...message, reactsTo: target.id, reaction: tapback.reaction } : message)
}

/** Google Messages does; iPhones and older apps show the text. */
export function foldsReactions({ profile }: Pick<Phone, 'profile'>): boolean {
  return profile === 'android'
}

function tapbackIn({ text, media }: HandsetMessage): Tapback | undefined {
  if (media.length > 0) return undefined
  const [, verb, object] = VERB.exec(text) ?? []
  if (verb !== undefined && object !== undefined) return { reaction: VERBS.get(verb)!, object }
  const [, reaction, what] = EMOJI.exec(text) ?? []
  return reaction !== undefined && what !== undefined ? { reaction, object: what } : undefined
}

/** The newest one that fits. */
function find(reader: HandsetReader, { phone, thread }: HandsetMessage, { object }: Tapback) {
  const quote = QUOTED.exec(object)?.[1]
  const kind = KINDS.get(object)
  if (quote === undefined && kind === undefined) return undefined
  const fits = (candidate: HandsetMessage) =>
    quote !== undefined
      ? isQuote(candidate.text, quote)
      : candidate.media.some((one) => one.contentType.startsWith(kind!))
  const newest = reader.messages(phone, { thread, limit: LOOK_BACK }).map(({ message }) => message)
  return newest.findLast((candidate) => candidate.reactsTo === null && fits(candidate))
}

function isQuote(text: string, quote: string): boolean {
  return quote.endsWith('…') ? text.startsWith(quote.slice(0, -1)) && quote.length > 1 : text === quote
}
