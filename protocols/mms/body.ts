import { Reader } from '../octets/index.ts'
import { charsetMib, decodeText } from './charset.ts'
import { isMultipart } from './content-type.ts'
import { type Body, isSmil, type Part, readParts } from './multipart.ts'
import { presentationOrder, writeSmil } from './smil.ts'

/** Multiparts inside multiparts are opened this deep; what lies deeper stays one part. */
export const MULTIPART_DEPTH_LIMIT = 4

const RELATED = 'application/vnd.wap.multipart.related'
const MIXED = 'application/vnd.wap.multipart.mixed'
const SMIL_ID = 'smil'
const SMIL_LOCATION = 'smil.xml'
const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['plain', 'txt'],
  ['jpeg', 'jpg'],
  ['svg+xml', 'svg'],
  ['mpeg', 'mp3'],
  ['3gpp', '3gp'],
  ['x-vcard', 'vcf'],
  ['vcard', 'vcf'],
  ['x-vcalendar', 'vcs'],
  ['calendar', 'ics'],
])
const UTF8_BOM = /^\ufeff/

/** A text/plain part in UTF-8. */
export function textPart(text: string): Part {
  return {
    contentType: { media: 'text/plain', parameters: { charset: 'utf-8' } },
    data: new TextEncoder().encode(text),
  }
}

/** The text of a text part, by its charset. */
export function textOf({ contentType, data }: Part): string {
  const charset = contentType.parameters.charset
  const hasUtf16Mark = charset === undefined && (data[0] === 0xff || data[0] === 0xfe) && (data[0] ^ data[1]!) === 1
  const mib = hasUtf16Mark ? charsetMib('utf-16') : charset === undefined ? undefined : charsetMib(charset)
  return decodeText(data, mib).replace(UTF8_BOM, '')
}

/**
 * A body for these parts as handsets like it: mixed when all is text, else related with a presentation. Parts without a
 * name get one; a presentation among them is used as it is.
 */
export function composeBody(parts: readonly Part[]): Body {
  if (parts.every((part) => part.contentType.media === 'text/plain')) return { contentType: plainType(MIXED), parts }
  const named = withNames(parts)
  const smil = named.find(isSmil) ?? smilPart(named)
  const start = `<${smil.contentId ?? smil.contentLocation}>`
  return {
    contentType: { media: RELATED, parameters: { start, type: 'application/smil' } },
    parts: [smil, ...named.filter((part) => part !== smil)],
  }
}

/** What a body shows, in order, without the presentation; multiparts inside it are opened. */
export function contentParts(body: Body): Part[] {
  const parts = leavesOf(body.parts, MULTIPART_DEPTH_LIMIT)
  const smil = parts.find(isSmil)
  return smil ? presentationOrder(textOf(smil), parts) : parts
}

function leavesOf(parts: readonly Part[], depth: number): Part[] {
  return parts.flatMap((part) => {
    if (depth === 0 || !isMultipart(part.contentType)) return [part]
    const reader = new Reader(part.data)
    const inner = readParts(reader)
    return reader.malformed ? [part] : leavesOf(inner, depth - 1)
  })
}

function smilPart(parts: readonly Part[]): Part {
  return {
    contentType: { media: 'application/smil', parameters: { name: SMIL_LOCATION } },
    contentId: SMIL_ID,
    contentLocation: SMIL_LOCATION,
    data: new TextEncoder().encode(writeSmil(parts)),
  }
}

function withNames(parts: readonly Part[]): Part[] {
  return parts.map((part, index) => {
    const name = part.contentLocation ?? part.contentId ?? part.contentType.parameters.name ?? newName(part, index)
    return { ...part, contentId: part.contentId ?? name, contentLocation: part.contentLocation ?? name }
  })
}

function newName({ contentType }: Part, index: number): string {
  const [kind = 'part', subtype = ''] = contentType.media.toLowerCase().split('/')
  const extension = EXTENSIONS.get(subtype) ?? subtype.replace(/[^a-z0-9]/g, '')
  return `${kind.replace(/[^a-z]/g, '')}_${index + 1}.${extension || 'bin'}`
}

function plainType(media: string) {
  return { media, parameters: {} }
}
