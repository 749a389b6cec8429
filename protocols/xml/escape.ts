const NAMED: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

// [XML10 2.2] what no XML document may hold, not even escaped
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

/** Text as element content. What XML cannot carry at all becomes U+FFFD. */
export function escapeText(text: string): string {
  return representable(text).replace(/[<>&\r]/g, reference)
}

/** Text as an attribute value in double quotes; white space survives the reader's normalisation. [XML10 3.3.3] */
export function escapeAttribute(text: string): string {
  return representable(text).replace(/[<>&"\t\n\r]/g, reference)
}

function representable(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, '\ufffd')
}

function reference(character: string): string {
  return NAMED[character] ?? `&#${character.charCodeAt(0)};`
}
