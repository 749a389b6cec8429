// A message of the network in a few words. Pure.
import type { Lane, NetworkMessage } from './read-network.ts'

export function snippetOfNetwork({ subject, text, parts }: NetworkMessage): string {
  const words = [subject, text.replace(/\s+/g, ' ')].filter((it) => it !== '').join(' · ')
  if (words !== '') return words.length > 120 ? `${words.slice(0, 119)}…` : words
  const [first] = parts.filter(({ contentType }) => !/smil/.test(contentType))
  return first ? first.name || first.contentType : 'Empty message'
}

/** `delivered`, `waiting: absent subscriber`, `failed: filtered`. */
export function stateWord({ state, reason }: Lane): string {
  return reason === '' ? state : `${state}: ${reason.replaceAll('-', ' ')}`
}

/** One word for all recipients: the worst that happened. */
export function overallState({ lanes }: NetworkMessage): string {
  const states = lanes.map(({ state }) => state)
  return (['failed', 'waiting', 'notified'] as const).find((state) => states.includes(state)) ?? states[0] ?? 'accepted'
}

export function outcomeOf(message: NetworkMessage): string {
  const done = message.lanes.filter(({ state }) => state === 'delivered').length
  const state = overallState(message)
  if (message.lanes.length < 2 || state === 'delivered') return state
  return `${state}, ${done} of ${message.lanes.length} delivered`
}
