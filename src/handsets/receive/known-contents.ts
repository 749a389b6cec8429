import {
  type Body,
  contentParts,
  decodePdu,
  type MmsPdu,
  type Part,
  type RetrieveConf,
  textOf,
} from '../../../protocols/mms/index.ts'
import type { Decoded } from '../../../protocols/octets/index.ts'
import type { CoreChange } from '../../core/index.ts'
import type { HandsetMedia } from '../model/index.ts'

/** Octets remembered, together; what is larger than a quarter of it is not. */
const REMEMBERED_OCTETS = 4 * 1024 * 1024
/** [MMSENC 7.1] Type and transaction lead an m-retrieve.conf; behind them all members of a group get the same octets. */
const RETRIEVE_CONF = [0x8c, 0x84, 0x98] as const

/** What the parts of a message come to on a phone. */
export type ShownContent = {
  readonly text: string
  readonly media: readonly HandsetMedia[]
  /** The octets of the media, to be kept. */
  readonly contents: readonly CoreChange[]
}

type Known = { readonly rest: Uint8Array; readonly pdu: RetrieveConf }

/**
 * Decodes messages as a phone does, and knows octets again: the phones of one process that belong to a group all fetch
 * the same message, and comparing is quicker than decoding.
 */
export class KnownContents {
  private readonly hash: (octets: Uint8Array) => string
  private readonly shown = new WeakMap<Body, ShownContent>()
  private known: readonly Known[] = []

  constructor(hash: (octets: Uint8Array) => string) {
    this.hash = hash
  }

  decode(octets: Uint8Array): Decoded<MmsPdu> {
    const transactionEnd = endOfTransaction(octets)
    if (transactionEnd === undefined) return decodePdu(octets)
    const rest = octets.subarray(transactionEnd)
    const same = this.known.find((one) => isSame(one.rest, rest))
    if (same) return { ok: true, value: { ...same.pdu, transactionId: textUpTo(octets, transactionEnd) } }
    const decoded = decodePdu(octets)
    if (decoded.ok && decoded.value.type === 'm-retrieve.conf') this.remember({ rest, pdu: decoded.value })
    return decoded
  }

  contentOf(body: Body | undefined): ShownContent {
    if (!body) return { text: '', media: [], contents: [] }
    const known = this.shown.get(body)
    if (known) return known
    const content = this.show(body)
    this.shown.set(body, content)
    return content
  }

  private show(body: Body): ShownContent {
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

  private remember(known: Known): void {
    if (known.rest.length > REMEMBERED_OCTETS / 4) return
    let room = REMEMBERED_OCTETS
    this.known = [known, ...this.known].filter(({ rest }) => {
      room -= rest.length
      return room >= 0
    })
  }
}

/** Where the rest begins; undefined where the octets begin otherwise, or with a transaction that is no plain text. */
function endOfTransaction(octets: Uint8Array): number | undefined {
  if (RETRIEVE_CONF.some((octet, index) => octets[index] !== octet)) return undefined
  const end = octets.indexOf(0, RETRIEVE_CONF.length)
  const isPlain = octets.subarray(RETRIEVE_CONF.length, end).every((octet) => octet >= 0x20 && octet < 0x7f)
  return end > RETRIEVE_CONF.length && isPlain ? end + 1 : undefined
}

function textUpTo(octets: Uint8Array, end: number): string {
  return String.fromCharCode(...octets.subarray(RETRIEVE_CONF.length, end - 1))
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && Buffer.compare(one, other) === 0
}

function isText({ contentType }: Part): boolean {
  return contentType.media.toLowerCase() === 'text/plain'
}

function filenameOf({ contentLocation, contentType, contentDisposition, contentId }: Part): string | null {
  const { name, filename } = contentType.parameters
  return contentLocation ?? name ?? filename ?? contentDisposition?.parameters.filename ?? contentId ?? null
}
