import type { CarrierReader, Message, Part } from '../../core/index.ts'
import { find } from './operations/retrieve.ts'

type Page = { readonly status: number; readonly contentType: string; readonly octets: Uint8Array }

const VIEW = /^(\/mm1\/[0-9a-z]+)\/view(?:\/(\d{1,3}))?\/?$/
/** Types that a browser shows without running anything in them; all others are downloads. */
const SHOWN = /^(image\/(jpeg|png|gif|webp|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

/** The page that a handset without MMS is sent to, and the media on it; undefined for every other path. */
export function view(read: CarrierReader, path: string): Page | undefined {
  const match = VIEW.exec(path)
  if (!match) return undefined
  const [, location = '', index] = match
  const found = find(read, location)
  if (!found) return { ...html('<p>There is no such message, or no longer.</p>'), status: 404 }
  const { message } = found
  return index === undefined ? html(pageOf(message, location)) : mediaOf(read, partsOf(message)[Number(index)])
}

function pageOf(message: Message, location: string): string {
  const subject = message.content.kind === 'mms' && message.content.subject
  const items = partsOf(message).map((part, index) => itemOf(part, `${location}/view/${index}`))
  return `<p>From ${escaped(message.from)}</p>${subject ? `<h1>${escaped(subject)}</h1>` : ''}${items.join('')}`
}

function itemOf(part: Part, url: string): string {
  if (part.text !== null) return `<p>${escaped(part.text)}</p>`
  const name = escaped(part.name ?? part.contentLocation ?? part.contentType)
  return part.contentType.startsWith('image/')
    ? `<p><img src="${url}" alt="${name}"></p>`
    : `<p><a href="${url}">${name}</a></p>`
}

function mediaOf(read: CarrierReader, part: Part | undefined): Page {
  const octets = part && read.content(part.hash)
  if (!octets) return { ...html('<p>There is no such part.</p>'), status: 404 }
  return {
    status: 200,
    contentType: SHOWN.test(part.contentType) ? part.contentType : 'application/octet-stream',
    octets,
  }
}

function partsOf({ content }: Message): readonly Part[] {
  return content.kind === 'mms' ? content.parts.filter(({ contentType }) => contentType !== 'application/smil') : []
}

function html(body: string): Page {
  const page = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Multimedia message</title>${body}`
  return { status: 200, contentType: 'text/html; charset=utf-8', octets: new TextEncoder().encode(page) }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
