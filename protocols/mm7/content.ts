import { bareContentId, decodeMultipart, type MimePart } from '../mime/index.ts'
import { type Decoded, decoded, malformed } from '../octets/index.ts'
import type { ContentReference } from './submission-elements.ts'

/** One piece of media. */
export type Mm7Part = Pick<MimePart, 'contentType' | 'contentId' | 'contentLocation' | 'body'>

/** All media of a message in order, however they were nested; `smil` is the index of the presentation, if there is one. */
export type Mm7Content = {
  readonly parts: readonly Mm7Part[]
  readonly smil?: number
  readonly allowAdaptations: boolean
}

/** Not from a standard: related in mixed in related is the deepest seen. */
export const CONTENT_DEPTH_MAX = 4
export const CONTENT_PARTS_MAX = 500

const SMIL = 'application/smil'

/** Content that the references name; undefined when there is none here. A reference to elsewhere is left to the caller. */
export function resolveContent(
  references: readonly ContentReference[],
  others: readonly MimePart[],
): Decoded<Mm7Content | undefined> {
  const local = references.filter(({ href }) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(href))
  if (local.length === 0) return decoded(undefined)
  const named: MimePart[] = []
  for (const { href } of local) {
    const part = findReferenced(href, others)
    if (!part) return malformed('missing', 'Content.href', 0)
    if (!named.includes(part)) named.push(part)
  }
  return flatten(
    withSiblings(named, others),
    local.every(({ allowAdaptations }) => allowAdaptations),
  )
}

/** By Content-ID, else by Content-Location; else the only part there is, because ids are misspelt in real traces. [RFC2392 2] */
function findReferenced(href: string, others: readonly MimePart[]): MimePart | undefined {
  const raw = bareContentId(href.replace(/^\s*cid:/i, ''))
  const id = percentDecoded(raw)
  return (
    others.find((part) => part.contentId === id || part.contentId === raw) ??
    others.find((part) => part.contentLocation === id || part.contentLocation === raw) ??
    (others.length === 1 ? others[0] : undefined)
  )
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Deviates: SMIL attached directly instead of inside a multipart brings its siblings along; simple VASPs need it. */
function withSiblings(named: readonly MimePart[], others: readonly MimePart[]): readonly MimePart[] {
  return named.length === 1 && isSmil(named[0]!) ? others : named
}

function isSmil(part: Mm7Part): boolean {
  return part.contentType.type === SMIL
}

type Flat = { readonly parts: Mm7Part[]; start?: Mm7Part }

function flatten(named: readonly MimePart[], allowAdaptations: boolean): Decoded<Mm7Content> {
  const flat: Flat = { parts: [] }
  for (const part of named) {
    const kind = gather(part, flat, 1)
    if (kind) return malformed(kind, 'content', 0)
  }
  const started = flat.start && isSmil(flat.start) ? flat.parts.indexOf(flat.start) : -1
  const smil = started >= 0 ? started : flat.parts.findIndex(isSmil)
  return decoded({ parts: flat.parts, ...(smil >= 0 && { smil }), allowAdaptations })
}

/** Adds a part, or what it contains; answers the kind of mistake, if there is one. */
function gather(part: MimePart, flat: Flat, depth: number): string | undefined {
  if (!part.contentType.type.startsWith('multipart/')) {
    flat.parts.push(mm7Part(part))
    return flat.parts.length > CONTENT_PARTS_MAX ? 'too-many' : undefined
  }
  if (depth > CONTENT_DEPTH_MAX) return 'too-deep'
  const inner = decodeMultipart(part.body, part.contentType.parameters.get('boundary') ?? '')
  if (!inner.ok) return inner.malformed.kind
  const first = flat.parts.length
  for (const each of inner.value) {
    const kind = gather(each, flat, depth + 1)
    if (kind) return kind
  }
  noteStart(flat, first, part.contentType.parameters.get('start'))
  return undefined
}

/** The root of a multipart/related, which is the presentation when it is SMIL. [RFC2387 3.2] */
function noteStart(flat: Flat, first: number, start: string | undefined): void {
  if (start === undefined || flat.start) return
  const id = bareContentId(start)
  const root = flat.parts.slice(first).find((part) => part.contentId === id)
  if (root) flat.start = root
}

function mm7Part({ contentType, contentId, contentLocation, body }: MimePart): Mm7Part {
  return {
    contentType,
    ...(contentId !== undefined && { contentId }),
    ...(contentLocation !== undefined && { contentLocation }),
    body,
  }
}
