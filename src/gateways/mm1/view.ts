import { contentParts, type Part, textOf } from '../../../protocols/mms/index.ts'
import type { CarrierReader } from '../../core/index.ts'
import { contentFor } from './adaptation/index.ts'
import { retrievedBody } from './content.ts'
import { type Asked, find } from './operations/retrieve.ts'

type Page = { readonly status: number; readonly contentType: string; readonly octets: Uint8Array }

const VIEW = /^(\/mm1\/[0-9a-z]+)\/view(?:\/(\d{1,3}))?\/?$/
/** Types that a browser shows without running anything in them; all others are downloads. */
const SHOWN = /^(image\/(jpeg|png|gif|webp|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

/** The page that a handset without MMS is sent to, and the media on it; undefined for every other path. */
export function view(read: CarrierReader, path: string): Page | undefined {
  const match = VIEW.exec(path)
  if (!match) return undefined
  const [, location = '', index] = match
  const asked = find(read, location)
  if (!asked) return { ...html('<p>There is no such message, or no longer.</p>'), status: 404 }
  const parts = partsOf(read, asked)
  return index === undefined ? html(pageOf(asked, parts, location)) : mediaOf(parts[Number(index)])
}

/** As a handset with MMS would show them: in the order of the presentation. */
function partsOf(read: CarrierReader, { delivery, message }: Asked): readonly Part[] {
  if (message.content.kind !== 'mms') return []
  return contentParts(retrievedBody(contentFor(read, delivery, message.content)))
}

function pageOf({ message }: Asked, parts: readonly Part[], location: string): string {
  const subject = message.content.kind === 'mms' && message.content.subject
  const items = parts.map((part, index) => itemOf(part, `${location}/view/${index}`))
  return `<p>From ${escaped(message.from)}</p>${subject ? `<h1>${escaped(subject)}</h1>` : ''}${items.join('')}`
}

function itemOf(part: Part, url: string): string {
  const { media, parameters } = part.contentType
  if (media === 'text/plain') return `<p>${escaped(textOf(part))}</p>`
  const name = escaped(parameters.name ?? part.contentLocation ?? media)
  return media.startsWith('image/') ? `<p><img src="${url}" alt="${name}"></p>` : `<p><a href="${url}">${name}</a></p>`
}

function mediaOf(part: Part | undefined): Page {
  if (!part) return { ...html('<p>There is no such part.</p>'), status: 404 }
  const { media } = part.contentType
  return { status: 200, contentType: SHOWN.test(media) ? media : 'application/octet-stream', octets: part.data }
}

function html(body: string): Page {
  const page = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Multimedia message</title>${body}`
  return { status: 200, contentType: 'text/html; charset=utf-8', octets: new TextEncoder().encode(page) }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
