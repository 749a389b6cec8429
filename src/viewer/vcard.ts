// Contact cards as phones send them: vCard 2.1 with its quoted-printable, 3.0 and 4.0. Pure.

export type Card = {
  readonly name: string
  readonly organization: string
  readonly numbers: readonly string[]
  readonly emails: readonly string[]
}

/** Every card in a text; what stands outside of one is passed over. */
export function readCards(text: string): Card[] {
  const bodies = unfolded(text).matchAll(/^BEGIN:VCARD[ \t]*$(.*?)^END:VCARD[ \t]*$/gims)
  return [...bodies].map(([, body = '']) => readCard(body.split('\n').flatMap((line) => readLine(line) ?? [])))
}

type Property = { readonly name: string; readonly parameters: string; readonly value: string }

function readCard(properties: readonly Property[]): Card {
  const all = (name: string) => properties.filter((it) => it.name === name).map(({ value }) => value)
  const first = (name: string) => all(name)[0] ?? ''
  const [family = '', given = ''] = first('N').split(';').map(plain)
  return {
    name: plain(first('FN')) || [given, family].filter((it) => it !== '').join(' '),
    organization: first('ORG').split(';').map(plain).filter(Boolean).join(', '),
    numbers: all('TEL').map((value) => plain(value).replace(/^tel:/i, '')),
    emails: all('EMAIL').map(plain),
  }
}

/** A line that begins with white space, or follows a quoted-printable soft break, belongs to the one before. */
function unfolded(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n[ \t]/g, '')
  return lines.replace(/^([^:\n]*QUOTED-PRINTABLE[^:\n]*:(?:.*=\n)+.*)$/gim, (long) => long.replace(/=\n/g, ''))
}

/** `item1.TEL;TYPE=CELL:+1 202 555 0147` */
function readLine(line: string): Property | null {
  const [, name, parameters = '', value = ''] = /^(?:[\w-]+\.)?([\w-]+)((?:;[^:]*)?):(.*)$/.exec(line) ?? []
  if (name === undefined) return null
  const isQuoted = /QUOTED-PRINTABLE/i.test(parameters)
  return { name: name.toUpperCase(), parameters, value: isQuoted ? unquoted(value) : value }
}

function unquoted(value: string): string {
  const octets = value.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return new TextDecoder().decode(Uint8Array.from(octets, (letter) => letter.charCodeAt(0)))
}

function plain(value: string): string {
  return value
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .trim()
}
