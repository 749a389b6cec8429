const MESSAGE = /<Message(?:\s[^>]*)?>([\s\S]*?)<\/Message>/g
const BODY = /<Body(?:\s[^>]*)?>([\s\S]*?)<\/Body>/
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const MOST_REPLIES = 10

/** The texts that an answer in TwiML wants sent back; verbs other than Message are not followed. */
export function repliesIn(body: string): readonly string[] {
  const texts = [...body.matchAll(MESSAGE)].map(([, inside = '']) => plain(BODY.exec(inside)?.[1] ?? inside))
  return texts.filter((text) => text !== '').slice(0, MOST_REPLIES)
}

function plain(markup: string): string {
  return markup
    .replace(/<Media>[\s\S]*?<\/Media>/g, '')
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (all, decimal, hex, name) =>
      name ? (ENTITIES[name] ?? all) : character(decimal ? Number(decimal) : Number.parseInt(hex, 16), all),
    )
    .trim()
}

function character(code: number, otherwise: string): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}
