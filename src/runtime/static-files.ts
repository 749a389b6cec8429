import { existsSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { pathOf } from './http.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** Nothing from elsewhere, nothing inline, no frames; blobs only for pictures a person picks. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The best quality takes ten times the time and twenty megabytes for a twentieth of the size. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }

type File = { readonly octets: Buffer; readonly type: string; readonly packed: Map<string, Buffer> }

/** Serves a built web app from a folder; any path without an ending is its index page. */
export function createStaticFiles(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  const files = new Map<string, File>()
  const find = (path: string): File | undefined => {
    const name = normalize(path).replace(/^([/\\])+/, '')
    const file = join(folder, name)
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return undefined
    const known = files.get(file)
    if (known) return known
    const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream'
    const loaded: File = { octets: readFileSync(file), type, packed: new Map() }
    files.set(file, loaded)
    return loaded
  }
  return (request, response) => {
    const path = decoded(pathOf(request))
    const hashed = path.startsWith('/assets/')
    const file = find(path) ?? (extname(path) === '' ? find('/index.html') : undefined)
    if (!file) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n')
    send(request, response, { file, cache: hashed ? 'public, max-age=31536000, immutable' : 'no-cache' })
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { file, cache }: { file: File; cache: string },
): void {
  const coding = codingOf(String(request.headers['accept-encoding'] ?? ''), file.type)
  response.writeHead(200, {
    'content-type': file.type,
    'cache-control': cache,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    vary: 'accept-encoding',
    ...(coding && { 'content-encoding': coding }),
  })
  response.end(request.method === 'HEAD' ? undefined : coding ? packed(file, coding) : file.octets)
}

function codingOf(accepted: string, type: string): 'br' | 'gzip' | undefined {
  if (!/^(text|application|image\/svg)/.test(type)) return undefined
  return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined
}

function packed(file: File, coding: 'br' | 'gzip'): Buffer {
  const done = file.packed.get(coding)
  if (done) return done
  const made = coding === 'br' ? brotliCompressSync(file.octets, BROTLI) : gzipSync(file.octets)
  file.packed.set(coding, made)
  return made
}
