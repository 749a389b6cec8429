import { type ApiError, apiError } from '../../../protocols/conversations/index.ts'
import { contentHash } from '../../runtime/index.ts'
import type { MessageMedia } from '../model/records.ts'
import type { Work } from '../work.ts'
import type { Call } from './call.ts'
import { readUrl } from './url-field.ts'

const MOST_MEDIA = 10
const FETCH_TIMEOUT_MS = 10_000

type Fetched = { readonly contentType: string; readonly filename: string | null; readonly octets: Uint8Array }

/**
 * Files that a request names by URL, fetched and kept in a unit of their own: what sends them must find them written.
 * Octets are stored by their hash, so that ones nobody sends in the end do no harm.
 */
export async function fetchMedia(
  { conversations, account }: Pick<Call, 'conversations' | 'account'>,
  urls: readonly string[],
): Promise<readonly MessageMedia[] | ApiError> {
  if (urls.length === 0) return []
  if (urls.length > MOST_MEDIA) return apiError(21623, `${urls.length} media are more than ${MOST_MEDIA}`)
  const all: Fetched[] = []
  for (const url of urls) {
    if (!readUrl(url)) return apiError(21620, `The media ${url} has no address that can be fetched`)
    const request = { method: 'GET', url, headers: { Accept: '*/*' }, body: '' } as const
    const answer = await conversations.http(request, FETCH_TIMEOUT_MS)
    if (answer.kind !== 'answered' || answer.status !== 200) {
      return apiError(21620, `The media ${url} cannot be fetched`)
    }
    const { contentType = 'application/octet-stream', octets = new TextEncoder().encode(answer.body) } = answer
    const filename = nameIn(url)
    all.push({ contentType: contentType.split(';')[0]?.trim() || contentType, filename, octets })
  }
  return conversations.run({ account, source: 'API', hooks: false }, (work) => all.map((one) => keep(work, one)))
}

function keep(work: Work, { contentType, filename, octets }: Fetched): MessageMedia {
  const hash = contentHash(octets)
  const stored = { layer: 'core', put: 'content', hash, octets } as const
  work.changes.push(stored)
  return { sid: work.sid('media'), contentType, filename, size: octets.length, hash }
}

/** The last part of an address, as a name for its file. */
function nameIn(url: string): string | null {
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last) || null
  } catch {
    // Half an escape is part of the name then.
    return last || null
  }
}
