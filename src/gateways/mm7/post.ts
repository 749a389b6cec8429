import type { EncodedDocument, Mm7Document } from '../../../protocols/mm7/index.ts'

/** How long a VASP may take; aggregators allow as much. */
export const ANSWER_TIMEOUT_MS = 10_000
/** A response is an envelope of a few hundred octets. */
export const RESPONSE_OCTETS_MAX = 65_536

export type Posted =
  | { readonly kind: 'answered'; readonly httpStatus: number; readonly document: Mm7Document }
  | { readonly kind: 'unreachable'; readonly error: string }

/** Posts a document to a VASP. Credentials in the URL become Basic authentication. */
export async function post(fetchUrl: typeof fetch, callback: string, document: EncodedDocument): Promise<Posted> {
  try {
    const { url, authorization } = splitCredentials(callback)
    const response = await fetchUrl(url, {
      method: 'POST',
      headers: { 'Content-Type': document.contentType, SOAPAction: '""', ...authorization },
      body: document.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    const body = await readResponse(response)
    const contentType = response.headers.get('content-type') ?? undefined
    return { kind: 'answered', httpStatus: response.status, document: { contentType, body } }
  } catch (error) {
    return { kind: 'unreachable', error: describeFailure(error) }
  }
}

function splitCredentials(callback: string): { url: string; authorization: Record<string, string> } {
  const url = new URL(callback)
  if (url.username === '' && url.password === '') return { url: callback, authorization: {} }
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  return { url: url.href, authorization: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }
}

/** Reads no more than an answer can be. */
async function readResponse(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    length += chunk.length
    if (length > RESPONSE_OCTETS_MAX) break
  }
  return Buffer.concat(chunks)
}

/** fetch hides the reason in the cause. */
function describeFailure(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  return cause instanceof Error && cause.message !== '' ? cause.message : message
}
