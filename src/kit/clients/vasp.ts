import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { contentType } from '../../../protocols/mime/index.ts'
import {
  decodeMm7Request,
  decodeMm7Response,
  encodeRequest,
  encodeResponse,
  type Mm7Address,
  type Mm7Content,
  type Mm7Request,
  type SubmitReq,
} from '../../../protocols/mm7/index.ts'
import { type Duration, milliseconds } from '../duration.ts'
import { Inbox } from './inbox.ts'

export type VaspLogin = {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly vaspId: string
  readonly vasId: string
}

export type Submitted = {
  readonly from: string
  readonly to: string | readonly string[]
  readonly cc?: readonly string[]
  readonly subject?: string
  readonly text?: string
  readonly media?: readonly { readonly contentType: string; readonly octets: Uint8Array }[]
  /** Anything else of MM7_submit.REQ, under protocols/mm7's names. */
  readonly more?: Partial<SubmitReq>
}

/** What the relay posted: a message for the VASP's number, or a report. */
export type VaspHeard = {
  readonly operation: Mm7Request['operation']
  readonly from: string | undefined
  readonly to: readonly string[]
  readonly text: string
  readonly request: Mm7Request
}

const DEFAULT_TIMEOUT_MS = 10_000

/** A VASP: submits by MM7, and listens on a port of its own for what the relay delivers and reports. */
export class Vasp {
  /** Where it listens: its account's deliverUrl. */
  readonly url: string
  private readonly login: VaspLogin
  private readonly server: Server
  private readonly inbox: Inbox<VaspHeard>
  private transactions = 0

  private constructor(login: VaspLogin, server: Server, { inbox, host }: Ear) {
    this.login = login
    this.server = server
    this.inbox = inbox
    // A TCP server's address is never a string.
    this.url = `http://${host}:${(server.address() as AddressInfo).port}/`
  }

  /** `host` is how the carrier calls this machine, where that is not the machine it runs on. */
  static async listen(login: VaspLogin, host = '127.0.0.1'): Promise<Vasp> {
    const inbox = new Inbox<VaspHeard>()
    const server = createServer((request, response) => void hear(inbox, request, response))
    await new Promise<void>((resolve) => server.listen(0, host === '127.0.0.1' ? host : '0.0.0.0', resolve))
    server.unref()
    return new Vasp(login, server, { inbox, host })
  }

  /** MM7_submit: answers the MessageID; throws with the StatusCode when it was refused. */
  async submit({ from, to, cc = [], subject, text, media = [], more }: Submitted): Promise<string> {
    this.transactions += 1
    const { user, password, vaspId, vasId, url } = this.login
    const document = encodeRequest({
      operation: 'SubmitReq',
      transactionId: `${user}-${this.transactions}`,
      body: {
        senderIdentification: { vaspId, vasId, senderAddress: address(from) },
        recipients: { to: [to].flat().map(address), cc: cc.map(address), bcc: [] },
        deliveryReport: true,
        ...(subject !== undefined && { subject }),
        ...more,
      },
      content: contentOf(text, media),
    })
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': document.contentType,
        authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      },
      body: document.body,
    })
    return messageIdOf(response.headers.get('content-type'), new Uint8Array(await response.arrayBuffer()))
  }

  /** Everything that came, reports too. */
  messages(): readonly VaspHeard[] {
    return this.inbox.all()
  }

  waitFor(fits: (heard: VaspHeard) => boolean, timeout: Duration = DEFAULT_TIMEOUT_MS): Promise<VaspHeard> {
    return this.inbox.waitFor(fits, milliseconds(timeout))
  }

  close(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((resolve) => this.server.close(() => resolve()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

type Ear = { readonly inbox: Inbox<VaspHeard>; readonly host: string }

async function hear(inbox: Inbox<VaspHeard>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  const decoded = decodeMm7Request({ contentType: request.headers['content-type'], body: Buffer.concat(chunks) })
  if (decoded.kind === 'fault') return void response.writeHead(400).end()
  const operation = decoded.operation.replace(/Req$/, 'Rsp')
  const { transactionId, namespace, version } = decoded
  // The relay sends three requests, and the answer to each has a status alone.
  const answer = { operation, transactionId, namespace, version, body: { status: { statusCode: 1000 } } }
  const document = encodeResponse(answer as Parameters<typeof encodeResponse>[0])
  response.writeHead(200, { 'content-type': document.contentType }).end(document.body)
  inbox.add(heardOf(decoded))
}

function heardOf(request: Mm7Request): VaspHeard {
  const { operation } = request
  if (operation === 'DeliverReq') {
    const { sender, recipients } = request.body
    const to = [...(recipients?.to ?? []), ...(recipients?.cc ?? [])].map(({ value }) => value)
    return { operation, from: sender.value, to, text: textOf(request.content), request }
  }
  if (operation === 'DeliveryReportReq' || operation === 'ReadReplyReq') {
    return { operation, from: request.body.sender.value, to: [request.body.recipient.value], text: '', request }
  }
  return { operation, from: undefined, to: [], text: '', request }
}

function messageIdOf(type: string | null, body: Uint8Array): string {
  const decoded = decodeMm7Response({ contentType: type ?? undefined, body })
  if (!decoded.ok) throw new Error(`The answer to the SubmitReq cannot be read: ${decoded.malformed.path}`)
  const answer = decoded.value
  const status =
    answer.kind === 'fault' ? answer.status : answer.operation === 'SubmitRsp' ? answer.body.status : undefined
  if (answer.kind === 'response' && answer.operation === 'SubmitRsp' && answer.body.messageId !== undefined)
    return answer.body.messageId
  throw new Error(
    `The SubmitReq was refused with StatusCode ${status?.statusCode}: ${status?.details ?? status?.statusText}`,
  )
}

function address(number: string): Mm7Address {
  return { kind: /^\d{3,6}$/.test(number) ? 'shortCode' : 'number', value: number, displayOnly: false }
}

function contentOf(text: string | undefined, media: NonNullable<Submitted['media']>): Mm7Content {
  const words = text === undefined ? [] : [part('text/plain', new TextEncoder().encode(text), { charset: 'utf-8' })]
  return { parts: [...words, ...media.map((one) => part(one.contentType, one.octets))], allowAdaptations: true }
}

function part(type: string, body: Uint8Array, parameters: Readonly<Record<string, string>> = {}) {
  return { contentType: contentType(type, parameters), body }
}

function textOf(content: Mm7Content | undefined): string {
  const parts = content?.parts.filter(({ contentType: { type } }) => type === 'text/plain') ?? []
  return parts.map(({ body }) => new TextDecoder().decode(body)).join('\n')
}
