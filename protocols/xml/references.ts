// [XML10 4.6] the five that need no declaration
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Resolves character references and the five predefined entities, once; says which reference is none of them. Text never grows. */
export function resolveReferences(text: string, onUnknown: (reference: string) => void): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&<]{0,12};)?/g, (reference, name: string | undefined) => {
    const value = name === undefined ? undefined : referenced(name.slice(0, -1))
    if (value === undefined) onUnknown(reference)
    return value ?? ''
  })
}

function referenced(name: string): string | undefined {
  const number = /^#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}))$/.exec(name)
  if (!number) return PREDEFINED.get(name)
  const code = number[1] === undefined ? Number.parseInt(number[2]!, 10) : Number.parseInt(number[1], 16)
  return isCharacter(code) ? String.fromCodePoint(code) : undefined
}

// [XML10 2.2] Char
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}
