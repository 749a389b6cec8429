import type { PhoneMessage } from './api.ts'

/** What a message must be like: a query in the search grammar, or fields that are joined to one. All must hold. */
export type Conditions =
  | string
  | {
      /** A part of the text, without regard to case. */
      readonly contains?: string
      readonly matches?: RegExp
      readonly from?: string
      readonly to?: string
      readonly via?: 'sms' | 'mms'
      readonly group?: boolean
      readonly direction?: 'received' | 'sent'
      readonly subject?: true
      /** True for any media, or how many there must be. */
      readonly media?: true | number
      /** More of the search grammar. */
      readonly query?: string
    }

export type Search = {
  readonly query: string
  /** What the grammar cannot say; the kit looks at it when a message has come. */
  readonly holds: (message: PhoneMessage) => boolean
}

export function searchFor(conditions: Conditions = ''): Search {
  if (typeof conditions === 'string') return { query: conditions, holds: () => true }
  const { contains, matches, from, to, via, group, direction, subject, media, query } = conditions
  const terms = [
    query,
    contains !== undefined && phrase(contains),
    matches && pattern(matches),
    from !== undefined && `from:${from}`,
    to !== undefined && `to:${to}`,
    via && `via:${via}`,
    group !== undefined && `is:${group ? 'group' : 'direct'}`,
    direction && `is:${direction}`,
    subject && 'has:subject',
    media && 'has:media',
  ]
  const holds = (message: PhoneMessage) => typeof media !== 'number' || message.media.length === media
  return { query: terms.filter(Boolean).join(' '), holds }
}

/** A quoted phrase; the grammar has no quote inside quotes, so a text with one becomes a pattern. */
function phrase(text: string): string {
  return text.includes('"') ? pattern(new RegExp(escaped(text), 'i')) : `"${text}"`
}

function pattern({ source, flags }: RegExp): string {
  return `/${source}/${flags.replace(/[^imsu]/g, '')}`
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
