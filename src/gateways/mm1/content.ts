import { composeBody, type Part as MmsPart, textOf, textPart } from '../../../protocols/mms/index.ts'
import type { Part, SubmittedPart } from '../../core/index.ts'
import type { ContentWithOctets } from './adaptation/index.ts'

/** A part of an m-send.req as the carrier keeps it; text is kept in UTF-8 whatever it came in. */
export function submittedPart(part: MmsPart, hash: (octets: Uint8Array) => string): SubmittedPart {
  const { media, parameters } = part.contentType
  const text = media.toLowerCase() === 'text/plain' ? textOf(part) : null
  const octets = text === null ? part.data : textPart(text).data
  return {
    contentType: media.toLowerCase(),
    name: parameters.name ?? parameters.filename ?? part.contentDisposition?.parameters.filename ?? null,
    contentId: part.contentId ?? null,
    contentLocation: part.contentLocation ?? null,
    hash: hash(octets),
    size: octets.length,
    text,
    octets,
  }
}

/** The body of an m-retrieve.conf; a presentation is made where there are media and nobody wrote one. */
export function retrievedBody(content: ContentWithOctets) {
  const parts = content.parts.map((part) => mmsPart(part, content.octetsOf(part)))
  return composeBody(parts.length > 0 ? parts : [textPart('')])
}

function mmsPart({ contentType, name, contentId, contentLocation, text }: Part, data: Uint8Array): MmsPart {
  const plain = text === null ? { contentType: readContentType(contentType), data } : textPart(text)
  const parameters = { ...plain.contentType.parameters, ...(name !== null && { name }) }
  return {
    contentType: { media: plain.contentType.media, parameters },
    ...(contentId !== null && { contentId }),
    ...(contentLocation !== null && { contentLocation }),
    data: plain.data,
  }
}

/** `text/html; charset=utf-8` as other gateways keep it. */
function readContentType(written: string): MmsPart['contentType'] {
  const [media = '', ...rest] = written.split(';')
  const parameters: Record<string, string> = {}
  for (const one of rest) {
    const [, name, value] = /^\s*([\w-]+)\s*=\s*"?([^"]*)"?\s*$/.exec(one) ?? []
    if (name !== undefined && value !== undefined) parameters[name.toLowerCase()] = value
  }
  return { media: media.trim().toLowerCase(), parameters }
}
