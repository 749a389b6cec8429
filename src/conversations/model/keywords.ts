/** What a text of one word asks of the number it is sent to. */
export type Keyword = 'stop' | 'start' | 'help'

const WORDS: Readonly<Record<Keyword, readonly string[]>> = {
  stop: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE'],
  start: ['START', 'YES', 'UNSTOP'],
  help: ['HELP', 'INFO'],
}

/** Answers that go back one-to-one, in our own words. */
export const KEYWORD_ANSWERS: Readonly<Record<Keyword, string>> = {
  stop: 'You are unsubscribed and get no more messages from this number. Reply START to get them again.',
  start: 'You get messages from this number again. Reply HELP for help, STOP to unsubscribe.',
  help: 'Reply STOP to unsubscribe. Message and data rates may apply.',
}

/** The keyword that a message consists of, in any case and with nothing around it but space. */
export function keywordOf(text: string | null): Keyword | null {
  const word = text?.trim().toUpperCase()
  if (!word) return null
  const kinds: readonly Keyword[] = ['stop', 'start', 'help']
  return kinds.find((kind) => WORDS[kind].includes(word)) ?? null
}
