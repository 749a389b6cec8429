import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { CommandError, call, expectOk } from './client.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.txt': 'text/plain',
  '.vcf': 'text/x-vcard',
  '.mp4': 'video/mp4',
  '.3gp': 'video/3gpp',
  '.mp3': 'audio/mpeg',
  '.amr': 'audio/amr',
  '.pdf': 'application/pdf',
}

export type SendOptions = {
  readonly url: string
  readonly from: string
  readonly to: readonly string[]
  readonly text?: string
  readonly subject?: string
  readonly media?: readonly string[]
}

/** Acts as a phone; an unknown number becomes one first. */
export async function send({ url, from, to, text, subject, media = [] }: SendOptions): Promise<string> {
  const phone = encodeURIComponent(from)
  const known = await call(url, { path: `/phones/${phone}` })
  if (known.status === 404) expectOk(await call(url, { method: 'PUT', path: `/phones/${phone}`, body: {} }))
  else expectOk(known)
  const body = {
    to,
    ...(text && { text }),
    ...(subject && { subject }),
    ...(media.length > 0 && { media: media.map(readMedia) }),
  }
  const message = expectOk(await call(url, { method: 'POST', path: `/phones/${phone}/messages`, body }))
  return JSON.stringify(message, null, 2)
}

function readMedia(file: string) {
  const contentType = CONTENT_TYPES[extname(file).toLowerCase()]
  if (!contentType) throw new CommandError(`${file}: its ending is none of ${Object.keys(CONTENT_TYPES).join(' ')}`, 2)
  try {
    return { contentType, filename: basename(file), data: readFileSync(file).toString('base64') }
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}
