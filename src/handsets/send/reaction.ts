import type { HandsetMessage } from '../model/index.ts'

/** What iPhones write where the other side has no reactions: the verb, then what was reacted to. */
const VERBS: ReadonlyMap<string, string> = new Map([
  ['like', 'Liked'],
  ['👍', 'Liked'],
  ['love', 'Loved'],
  ['❤️', 'Loved'],
  ['laugh', 'Laughed at'],
  ['😂', 'Laughed at'],
  ['emphasize', 'Emphasized'],
  ['‼️', 'Emphasized'],
  ['dislike', 'Disliked'],
  ['👎', 'Disliked'],
  ['question', 'Questioned'],
  ['❓', 'Questioned'],
])

/** A reaction as the text that SMS and MMS carry in its place. */
export function reactionText(reaction: string, to: HandsetMessage): string {
  const verb = VERBS.get(reaction)
  const object = objectOf(to)
  return verb ? `${verb} ${object}` : `Reacted ${reaction} to ${object}`
}

function objectOf({ text, media }: HandsetMessage): string {
  if (text !== '') return `“${text}”`
  const kind = media[0]?.contentType.split('/')[0]
  if (kind === 'image') return 'an image'
  if (kind === 'video') return 'a movie'
  return kind === 'audio' ? 'an audio message' : 'an attachment'
}
