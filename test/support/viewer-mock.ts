// A stand-in for the carrier, as far as the viewer sees it: the routes of the control API over phones in memory, and the
// feed. For what a real carrier will not do on demand: vanish, forget its journal, refuse, send hostile texts.
import { createReadStream, existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'

type Json = Record<string, unknown>
export type MockMessage = Json & {
  id: string
  phone: string
  thread: string
  direction: string
  status: string
  from: string
}
type MockPhone = { settings: Json; messages: MockMessage[]; waiting: Json[] }

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export class ViewerMock {
  readonly phones = new Map<string, MockPhone>()
  readonly media = new Map<string, { contentType: string; octets: Uint8Array }>()
  /** While set, every send is refused with this. */
  refusal: Json | null = null
  epoch = 'one'
  /** Events that a viewer who comes back can still be given. */
  keeps = Number.POSITIVE_INFINITY
  #journal: Json[] = []
  #serial = 0
  #now = Date.now()
  readonly #folder: string
  readonly #server = createServer((request, response) => void this.#handle(request, response))
  readonly #sockets = new WebSocketServer({ noServer: true })

  constructor(viewerFolder: string) {
    this.#folder = viewerFolder
    this.#server.on('upgrade', (request, socket, head) =>
      this.#sockets.handleUpgrade(request, socket, head, (client) => {
        const since = Number(new URL(request.url ?? '/', 'http://mock').searchParams.get('since') ?? 0)
        client.send(JSON.stringify({ type: 'feed.hello', epoch: this.epoch, seq: this.#journal.length }))
        if (since < this.#journal.length - this.keeps) return this.#tellGap(client)
        for (const event of this.#journal.slice(since)) client.send(JSON.stringify(event))
      }),
    )
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(port, '127.0.0.1', done))
    return this.url
  }

  get url(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  async stop(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate()
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  /** Cuts every feed, as a lost network would. */
  cut(): void {
    for (const client of this.#sockets.clients) client.terminate()
  }

  /** A new journal, and every viewer told that it missed something. */
  forgetJournal(): void {
    this.epoch = `${this.epoch}+`
    this.#journal = []
    this.#broadcast({ type: 'feed.gap', epoch: this.epoch, seq: 0, reason: 'reset' })
  }

  #tellGap(client: WebSocket): void {
    const gap = { type: 'feed.gap', epoch: this.epoch, seq: this.#journal.length, reason: 'older than what is kept' }
    client.send(JSON.stringify(gap))
  }

  addPhone(number: string, name: string, contacts: Record<string, string> = {}, more: Json = {}): void {
    const settings = {
      number,
      name,
      state: 'online',
      profile: 'android',
      groupMode: 'group',
      autoDownload: true,
      contacts,
    }
    this.phones.set(number, { settings: { ...settings, ...more }, messages: [], waiting: [] })
  }

  /** A text arrives everywhere it is addressed to, and stands as sent on the phone it came from. */
  deliver(from: string, to: readonly string[], content: Json, at = this.tick()): MockMessage {
    const media = (content.media as Json[] | undefined) ?? []
    const group = to.length > 1
    const transport = group || media.length > 0 || content.subject ? 'mms' : 'sms'
    const common = { from, to, cc: [], kind: group ? 'group' : 'direct', subject: null, text: '', transport, at, media }
    const messageId = `N${++this.#serial}`
    const sent = { ...common, ...content, messageId, direction: 'sent', status: 'delivered', read: true }
    const mine = this.put(from, to, sent, 'phone.message-sent')
    for (const number of to) {
      const others = [from, ...to].filter((it) => it !== number)
      this.put(
        number,
        others,
        { ...sent, direction: 'received', status: 'received', read: false },
        'phone.message-received',
      )
    }
    return mine
  }

  put(phone: string, others: readonly string[], message: Json, type: string): MockMessage {
    const thread = others.toSorted().join(',')
    // The fields that matter here are the ones just set; the rest is the test's business.
    const row = { ...message, id: `M${++this.#serial}`, phone, thread } as unknown as MockMessage
    const holder = this.phones.get(phone)
    if (!holder) return row
    holder.messages.push(row)
    this.emit({ type, phone, message: row })
    return row
  }

  emit(event: Json): void {
    const full = { seq: this.#journal.length + 1, at: new Date(this.#now).toISOString(), world: 'main', ...event }
    this.#journal.push(full)
    this.#broadcast(full)
  }

  /** Half a minute later, as a time. */
  tick(ms = 30_000): string {
    this.#now += ms
    return new Date(this.#now).toISOString()
  }

  setNow(now: number): void {
    this.#now = now
  }

  #broadcast(event: Json): void {
    for (const client of this.#sockets.clients) client.send(JSON.stringify(event))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mock')
    if (!pathname.startsWith('/carrier/')) return this.#serveFile(pathname, response)
    const parts = pathname.split('/').slice(2).map(decodeURIComponent)
    const body = request.method === 'GET' ? {} : await readBody(request)
    const answer = this.#answer(request.method ?? 'GET', parts, searchParams, body)
    if ('octets' in answer) {
      response.writeHead(200, { 'content-type': String(answer.contentType), 'x-content-type-options': 'nosniff' })
      response.end(answer.octets)
      return
    }
    response.writeHead(Number(answer.status ?? 200), { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer.body ?? {}))
  }

  #answer(method: string, parts: string[], query: URLSearchParams, body: Json): Json {
    const [resource, number = '', what, id = '', action = ''] = parts
    const seq = this.#journal.length
    if (resource === 'clock') return { body: { mode: 'frozen', rate: 1, now: new Date(this.#now).toISOString() } }
    if (resource === 'faults') return { body: { faults: [] } }
    if (resource === 'media') return { ...(this.media.get(number) ?? { status: 404 }) }
    if (resource !== 'phones') return notFound(parts.join('/'))
    if (number === '') return { body: { seq, phones: [...this.phones.values()].map(viewOf) } }
    if (what === undefined) return this.#changePhone(method, number, body)
    const phone = this.phones.get(number)
    if (!phone) return notFound(number)
    if (what === 'threads') return { body: { seq, threads: threadsOf(phone) } }
    if (what === 'notifications') return { body: { seq, notifications: phone.waiting } }
    if (action !== '') return this.#act(phone, id, action)
    if (method === 'POST') return this.#send(number, body)
    const end = phone.messages.findIndex((it) => it.id === query.get('before'))
    const inThread = phone.messages
      .slice(0, end < 0 ? undefined : end)
      .filter((it) => it.thread === query.get('thread'))
    return { body: { seq, messages: inThread.slice(-Number(query.get('limit') ?? 100)) } }
  }

  #send(number: string, body: Json): Json {
    if (this.refusal) return { status: 422, body: this.refusal }
    const media = ((body.media as Json[] | undefined) ?? []).map((part) => this.addMedia(part))
    return { status: 201, body: this.deliver(number, body.to as string[], { ...body, media }) }
  }

  addMedia({ contentType, filename, data }: Json): Json {
    const key = `media${++this.#serial}`
    const octets = Buffer.from(String(data), 'base64')
    this.media.set(key, { contentType: String(contentType), octets })
    return { contentType, filename, size: octets.length, url: `/carrier/media/${key}` }
  }

  #changePhone(method: string, number: string, body: Json): Json {
    if (method === 'DELETE') {
      this.phones.delete(number)
      this.emit({ type: 'phone.removed', phone: number })
      return { status: 204 }
    }
    const known = this.phones.get(number)
    if (known) Object.assign(known.settings, body)
    else this.addPhone(number, String(body.name ?? ''), {}, body)
    this.emit({ type: known ? 'phone.state-changed' : 'phone.added', phone: number })
    return { body: viewOf(this.phones.get(number)!) }
  }

  #act(phone: MockPhone, id: string, action: string): Json {
    const message = phone.messages.find((it) => it.id === id)
    const waiting = phone.waiting.find((it) => it.id === id)
    if (action === 'download' && waiting) {
      phone.waiting = phone.waiting.filter((it) => it !== waiting)
      const { others, message: content } = waiting.holds as { others: string[]; message: Json }
      this.put(String(phone.settings.number), others, content, 'phone.message-received')
      return { status: 204 }
    }
    if (!message) return notFound(id)
    if (action === 'delete') {
      phone.messages = phone.messages.filter((it) => it !== message)
      this.emit({ type: 'phone.message-removed', phone: message.phone, id })
    }
    if (action === 'read') {
      for (const one of phone.messages) if (one.thread === message.thread) one.read = true
      this.emit({ type: 'phone.thread-read', phone: message.phone, thread: message.thread, upTo: id })
    }
    return { status: 204 }
  }

  #serveFile(pathname: string, response: ServerResponse): void {
    const asked = join(this.#folder, pathname)
    const file = extname(pathname) !== '' && existsSync(asked) ? asked : join(this.#folder, 'index.html')
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  }
}

function viewOf(phone: MockPhone): Json {
  return { ...phone.settings, unread: phone.messages.filter((it) => !it.read).length }
}

function threadsOf(phone: MockPhone): Json[] {
  return [...Map.groupBy(phone.messages, (it) => it.thread)].map(([id, messages]) => ({
    id,
    kind: id.includes(',') ? 'group' : 'direct',
    participants: id.split(','),
    unread: messages.filter((it) => !it.read).length,
    lastMessage: messages.at(-1),
  }))
}

function notFound(what: string): Json {
  return { status: 404, body: { title: 'Not found', detail: `There is no ${what}`, status: 404 } }
}

async function readBody(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  return body === '' ? {} : (JSON.parse(body) as Json)
}
