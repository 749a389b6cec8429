import {
  type Body,
  contentParts,
  decodePdu,
  type MmsPdu,
  type Part,
  type RetrieveConf,
  readEnvelope,
  textOf,
} from '../../../protocols/mms/index.ts'
import type { Decoded } from '../../../protocols/octets/index.ts'
import { type CoreChange, Recent } from '../../core/index.ts'
import { type Envelope, type HandsetMedia, plainAddress, UNKNOWN_SENDER } from '../model/index.ts'
import type { Mm1Answer } from '../transport.ts'

type Answered = Pick<Mm1Answer, 'octets' | 'inTwo'>

/** What a message comes to on a phone, whichever phone it is. */
export type ShownContent = Envelope & {
  readonly text: string
  readonly media: readonly HandsetMedia[]
  /** The octets of the media, to be kept. */
  readonly contents: readonly CoreChange[]
}

const REMEMBERED_OCTETS = 4 * 1024 * 1024

type Known = { readonly tail: Uint8Array; readonly pdu: RetrieveConf; content: ShownContent | undefined }

/**
 * Decodes messages as a phone does, and knows again what it has decoded: the phones of one process that belong to a group
 * all fetch the same message, and get the very same octets behind their own transaction.
 */
export class KnownContents {
  private readonly hash: (octets: Uint8Array) => string
  private readonly recent = new Recent<Known>(REMEMBERED_OCTETS)

  constructor(hash: (octets: Uint8Array) => string) {
    this.hash = hash
  }

  decode(answer: Answered): Decoded<MmsPdu> {
    if (!answer.inTwo) return decodePdu(answer.octets)
    const { head, tail } = answer.inTwo
    const known = this.recent.find((one) => one.tail === tail)
    const { transactionId } = readEnvelope(head)
    if (known && transactionId !== undefined) return { ok: true, value: { ...known.pdu, transactionId } }
    const decoded = decodePdu(answer.octets)
    if (decoded.ok && decoded.value.type === 'm-retrieve.conf') {
      this.recent.add({ tail, pdu: decoded.value, content: undefined }, tail.length)
    }
    return decoded
  }

  contentOf(pdu: RetrieveConf): ShownContent {
    const { body } = pdu
    if (!body) return { ...envelopeOf(pdu), text: '', media: [], contents: [] }
    const known = this.recent.find((one) => one.pdu.body === body)
    if (known?.content) return known.content
    const content = { ...envelopeOf(pdu), ...this.show(body) }
    if (known) known.content = content
    return content
  }

  private show(body: Body): Omit<ShownContent, keyof Envelope> {
    const parts = contentParts(body)
    const shown = parts
      .filter((part) => !isText(part))
      .map((part) => {
        const hash = this.hash(part.data)
        const media = { contentType: part.contentType.media, filename: filenameOf(part), size: part.data.length, hash }
        return { media, content: { layer: 'core', put: 'content', hash, octets: part.data } as const }
      })
    return {
      text: parts.filter(isText).map(textOf).join('\n'),
      media: shown.map(({ media }) => media),
      contents: shown.map(({ content }) => content),
    }
  }
}

function envelopeOf({ from, to = [], cc = [] }: RetrieveConf): Envelope {
  return {
    from: from === undefined ? UNKNOWN_SENDER : plainAddress(from),
    to: to.map(plainAddress),
    cc: cc.map(plainAddress),
  }
}

function isText({ contentType }: Part): boolean {
  return contentType.media.toLowerCase() === 'text/plain'
}

function filenameOf({ contentLocation, contentType, contentDisposition, contentId }: Part): string | null {
  const { name, filename } = contentType.parameters
  return contentLocation ?? name ?? filename ?? contentDisposition?.parameters.filename ?? contentId ?? null
}
