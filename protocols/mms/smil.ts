import { isSmil, type Part } from './multipart.ts'

/** Our bounds: a longer presentation is read as far as this. */
export const SMIL_LENGTH_LIMIT = 65_536
const REFERENCES_LIMIT = 1024
const SLIDE_SECONDS = 5

const REFERENCE = /\ssrc\s{0,8}=\s{0,8}(?:"([^"]{0,512})"|'([^']{0,512})'|([^\s"'>]{1,512}))/gi
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
])

type Slot = 'text' | 'visual' | 'sound'
type Slide = ReadonlyMap<Slot, string>

/**
 * A presentation in which each slide shows at most one picture or video, one text and one sound.
 * Parts of other kinds are attachments and not mentioned. [3GPP 26.140 and the OMA conformance document's SMIL]
 */
export function writeSmil(parts: readonly Part[]): string {
  const slides = slidesOf(parts).map(
    (slide) => `<par dur="${SLIDE_SECONDS}000ms">${[...slide.values()].join('')}</par>`,
  )
  return (
    '<smil><head><layout><root-layout/>' +
    '<region id="Image" top="0" left="0" height="80%" width="100%" fit="meet"/>' +
    '<region id="Text" top="80%" left="0" height="20%" width="100%" fit="scroll"/>' +
    `</layout></head><body>${slides.join('')}</body></smil>`
  )
}

/** The parts in the order a presentation shows them; what it does not mention follows, the presentation itself is left out. */
export function presentationOrder(smil: string, parts: readonly Part[]): Part[] {
  const waiting = new Set(parts.filter((part) => !isSmil(part)))
  const called = partsByName(waiting)
  const shown: Part[] = []
  for (const reference of referencesIn(smil)) {
    const part = called.get(reference.toLowerCase())?.find((candidate) => waiting.has(candidate))
    if (!part) continue
    shown.push(part)
    waiting.delete(part)
  }
  return [...shown, ...waiting]
}

function slidesOf(parts: readonly Part[]): Slide[] {
  const slides: Map<Slot, string>[] = []
  for (const part of parts) {
    const medium = mediumOf(part)
    if (!medium) continue
    let slide = slides.at(-1)
    if (!slide || slide.has(medium.slot)) {
      slide = new Map()
      slides.push(slide)
    }
    const region = medium.region ? ` region="${medium.region}"` : ''
    slide.set(medium.slot, `<${medium.element} src="${xmlEscape(nameOf(part))}"${region}/>`)
  }
  return slides
}

function mediumOf({ contentType }: Part): { slot: Slot; element: string; region?: string } | undefined {
  const [kind, subtype] = contentType.media.toLowerCase().split('/')
  if (kind === 'image') return { slot: 'visual', element: 'img', region: 'Image' }
  if (kind === 'video') return { slot: 'visual', element: 'video', region: 'Image' }
  if (kind === 'audio') return { slot: 'sound', element: 'audio' }
  return kind === 'text' && subtype === 'plain' ? { slot: 'text', element: 'text', region: 'Text' } : undefined
}

function nameOf(part: Part): string {
  if (part.contentLocation) return part.contentLocation
  return part.contentId ? `cid:${part.contentId}` : ''
}

function referencesIn(smil: string): string[] {
  const references: string[] = []
  for (const match of withoutComments(smil.slice(0, SMIL_LENGTH_LIMIT)).matchAll(REFERENCE)) {
    references.push(plain(match[1] ?? match[2] ?? match[3] ?? ''))
    if (references.length === REFERENCES_LIMIT) break
  }
  return references
}

function withoutComments(smil: string): string {
  const [first = '', ...rest] = smil.split('<!--')
  return (
    first + rest.map((piece) => piece.slice(piece.includes('-->') ? piece.indexOf('-->') + 3 : piece.length)).join('')
  )
}

/** A reference as a bare name: no entities, no `cid:`, no brackets, no `%20`. */
function plain(reference: string): string {
  let name = reference.trim()
  for (const [entity, character] of ENTITIES) name = name.replaceAll(entity, character)
  name = name.replace(/^cid:/i, '').replace(/^<(.*)>$/, '$1')
  return name.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

function partsByName(parts: Iterable<Part>): ReadonlyMap<string, readonly Part[]> {
  const called = new Map<string, Part[]>()
  for (const part of parts) {
    for (const name of namesOf(part)) called.set(name, [...(called.get(name) ?? []), part])
  }
  return called
}

function namesOf({ contentType, contentId, contentLocation, contentDisposition }: Part): ReadonlySet<string> {
  const { name, filename } = contentType.parameters
  const names = [contentLocation, contentId, name, filename, contentDisposition?.parameters.filename]
  return new Set(names.flatMap((own) => (own ? [plain(own).toLowerCase()] : [])))
}

function xmlEscape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
