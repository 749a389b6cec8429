import { concat } from '../../protocols/octets/index.ts'

type Headers = Readonly<Record<string, string | undefined>>
type Body = { readonly contentType: string; readonly body: Uint8Array }

/** A request as it is written on the wire. [RFC9112 3] */
export function httpRequest(line: string, headers: Headers, content?: Body): Uint8Array {
  return message(`${line} HTTP/1.1`, headers, content)
}

export function httpResponse(status: string, content?: Body): Uint8Array {
  return message(`HTTP/1.1 ${status}`, {}, content ?? { contentType: '', body: new Uint8Array(0) })
}

function message(start: string, headers: Headers, content?: Body): Uint8Array {
  const all = {
    ...headers,
    'Content-Type': content?.contentType || undefined,
    'Content-Length': content ? String(content.body.length) : undefined,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]))
  const head = new TextEncoder().encode(`${[start, ...lines].join('\r\n')}\r\n\r\n`)
  return content ? concat([head, content.body]) : head
}
