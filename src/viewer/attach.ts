// Files a person attaches, as the control API takes them: base64.
import type { Attachment } from './wire.ts'

/** Octets turned at once: a call cannot take arbitrarily many arguments. */
const CHUNK = 0x8000

export async function readFiles(files: Iterable<File>): Promise<(Attachment & { size: number })[]> {
  return Promise.all(
    [...files].map(async (file) => ({
      contentType: file.type || 'application/octet-stream',
      filename: file.name,
      size: file.size,
      data: base64(new Uint8Array(await file.arrayBuffer())),
    })),
  )
}

export function base64(octets: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < octets.length; at += CHUNK) binary += String.fromCharCode(...octets.subarray(at, at + CHUNK))
  return btoa(binary)
}
