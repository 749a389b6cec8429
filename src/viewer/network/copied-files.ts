// The files of a message, taken from the octets in which it came, small enough to stand in a command. Pure.
import { contentParts, decodePdu } from '../../../protocols/mms/index.ts'
import { base64 } from '../attach.ts'
import type { Journey, NetworkMessage } from './read-network.ts'

export type CopiedFile = { readonly contentType: string; readonly filename?: string; readonly data: string }

/** Octets of all files: what a shell takes as one argument is far below its limit of 128 kB. */
const LARGEST = 64_000

/** Empty where there are none; null where there are and they cannot be had, or are too large. */
export function filesOf({ parts }: NetworkMessage, { hops }: Journey): CopiedFile[] | null {
  const files = parts.filter(({ contentType }) => !/^(text\/plain|application\/smil)/.test(contentType))
  if (files.length === 0) return []
  if (files.reduce((sum, { size }) => sum + size, 0) > LARGEST) return null
  const evidence = hops.find(({ step }) => step === 'mm1.send')?.evidence.find(({ protocol }) => protocol === 'mm1')
  const decoded = evidence && decodePdu(evidence.octets)
  if (!decoded?.ok || decoded.value.type !== 'm-send.req') return null
  return contentParts(decoded.value.body)
    .filter(({ contentType }) => contentType.media.toLowerCase() !== 'text/plain')
    .map(({ contentType: { media, parameters }, contentLocation, data }) => {
      const filename = contentLocation ?? parameters.name ?? parameters.filename
      return { contentType: media, ...(filename !== undefined && { filename }), data: base64(data) }
    })
}
