import type { Address } from '../../core/index.ts'
import { KEYWORD_ANSWERS, type Keyword, keywordOf } from '../model/keywords.ts'
import { optOutKey } from '../model/resources.ts'
import type { Work } from '../work.ts'
import { queueText } from './queued-texts.ts'

/** A person, and the number of the account that the person wrote to. */
export type Line = { readonly own: Address; readonly person: Address }

/** Whether this person wants nothing from this number. */
export function isOptedOut({ read, account }: Pick<Work, 'read' | 'account'>, { own, person }: Line): boolean {
  return read.resource('optOut', optOutSid(account.sid, { own, person })) !== undefined
}

/**
 * STOP, START and HELP, per person and number: the answer goes to the person alone, as a text of its own. Saying again
 * what holds already is answered with silence, HELP always with help.
 */
export function heedKeyword(work: Work, line: Line, text: string | null): Keyword | null {
  const keyword = keywordOf(text)
  if (keyword === null || !obey(work, line, keyword)) return keyword
  queueText(work, { from: line.own, to: line.person, body: KEYWORD_ANSWERS[keyword] })
  return keyword
}

function obey(work: Work, line: Line, keyword: Keyword): boolean {
  if (keyword === 'help') return true
  const out = isOptedOut(work, line)
  if (out === (keyword === 'stop')) return false
  const sid = optOutSid(work.account.sid, line)
  if (keyword === 'stop') work.keep('optOut', { sid, accountSid: work.account.sid, at: work.now })
  else work.remove('optOut', sid)
  return true
}

function optOutSid(accountSid: string, { own, person }: Line): string {
  return `${accountSid} ${optOutKey(own, person)}`
}
