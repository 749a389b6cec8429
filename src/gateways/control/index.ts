// The control API: /carrier/... is the world main, /carrier/worlds/{world}/... offers the same routes for another.

import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express'
import type { OnFault } from '../../core/index.ts'
import { requestFields } from '../../runtime/index.ts'
import { invalid, isProblem, notFound, problem, sendProblem } from './problem.ts'
import { type Answer, type Handler, numberOf, worldOf } from './request.ts'
import { deleteAccount, getAccount, listAccounts, putAccount } from './resources/accounts.ts'
import { advanceClock, getClock, putClock } from './resources/clock.ts'
import { exportArchive, exportCapture, importArchive } from './resources/export.ts'
import {
  deleteFault,
  deleteFaults,
  listFaultNumbers,
  listFaultPresets,
  listFaults,
  postFault,
} from './resources/faults.ts'
import { deleteMessages, getJourney, getMessage, listMessages } from './resources/messages.ts'
import { deleteNumber, getNumber, listNumbers, putNumber } from './resources/numbers.ts'
import {
  actOnMessage,
  listNotifications,
  listPhoneMessages,
  listThreads,
  sendFromPhone,
} from './resources/phone-messages.ts'
import { deletePhone, getPhone, listPhones, putPhone } from './resources/phones.ts'
import {
  deleteSession,
  enquireSession,
  getSession,
  listSessions,
  postOutbind,
  unbindSession,
} from './resources/sessions.ts'
import { expectNone, idle, wait } from './resources/wait.ts'
import { resendWebhook } from './resources/webhooks.ts'
import { createWorld, deleteWorld, listWorlds } from './resources/worlds.ts'
import type { ControlWorld, ControlWorlds } from './world-port.ts'

export type { ControlWorld, ControlWorlds, Draft, PhoneMessage, PhonesPort } from './world-port.ts'

/** Three pictures of a phone camera, in base64, fit; what MMS may carry is far below. */
const BODY_LIMIT = '24mb'

export type ControlParts = {
  readonly worlds: ControlWorlds
  readonly ready: () => boolean
  /** Whoever waits is answered when it aborts. */
  readonly stopping: AbortSignal
  readonly onFault: OnFault
}

export type Method = 'get' | 'post' | 'put' | 'delete'

/** Routes of one world; product.md section 4. */
export const ROUTES: readonly (readonly [Method, string, Handler])[] = [
  ['get', '/info', (world) => ({ body: world.info() })],
  ['get', '/phones', listPhones],
  ['get', '/phones/:number', getPhone],
  ['put', '/phones/:number', putPhone],
  ['delete', '/phones/:number', deletePhone],
  ['get', '/phones/:number/threads', listThreads],
  ['get', '/phones/:number/messages', listPhoneMessages],
  ['post', '/phones/:number/messages', sendFromPhone],
  ['post', '/phones/:number/messages/:id/:action', actOnMessage],
  ['get', '/phones/:number/notifications', listNotifications],
  ['get', '/messages', listMessages],
  ['delete', '/messages', deleteMessages],
  ['get', '/messages/:id', getMessage],
  ['get', '/messages/:id/journey', getJourney],
  ['post', '/wait', wait],
  ['post', '/expect-none', expectNone],
  ['post', '/idle', idle],
  ['get', '/clock', getClock],
  ['put', '/clock', putClock],
  ['post', '/clock/advance', advanceClock],
  ['get', '/sessions', listSessions],
  ['get', '/sessions/:id', getSession],
  ['delete', '/sessions/:id', deleteSession],
  ['post', '/sessions/:id/unbind', unbindSession],
  ['post', '/sessions/:id/enquire-link', enquireSession],
  ['post', '/outbind', postOutbind],
  ['get', '/webhooks', (world) => ({ body: { webhooks: world.webhooks() } })],
  ['post', '/webhooks/:id/resend', resendWebhook],
  ['get', '/accounts/:kind', listAccounts],
  ['get', '/accounts/:kind/:key', getAccount],
  ['put', '/accounts/:kind/:key', putAccount],
  ['delete', '/accounts/:kind/:key', deleteAccount],
  ['get', '/faults', listFaults],
  ['post', '/faults', postFault],
  ['delete', '/faults', deleteFaults],
  ['get', '/faults/numbers', listFaultNumbers],
  ['get', '/faults/presets', listFaultPresets],
  ['delete', '/faults/:id', deleteFault],
  ['get', '/numbers', listNumbers],
  ['get', '/numbers/:number', getNumber],
  ['put', '/numbers/:number', putNumber],
  ['delete', '/numbers/:number', deleteNumber],
  ['get', '/export.pcap', exportCapture],
  ['get', '/export.json', exportArchive],
  ['post', '/reset', async (world) => world.reset().then(() => ({ status: 204 }))],
]

export function createControlRouter({ worlds, ready, stopping, onFault }: ControlParts): Router {
  const router = Router()
  router.use(express.json({ limit: BODY_LIMIT }))
  router.get('/health', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/ready', (_request, response) => void response.status(ready() ? 200 : 503).json({ ready: ready() }))
  router.get('/openapi.json', async (_request, response) => void response.json(await description(worlds)))
  router.get('/docs', async (_request, response) => sendDocs(response, await description(worlds)))
  router.get('/worlds', (_request, response) => send(response, listWorlds(worlds)))
  router.post('/worlds', async (request, response) => send(response, await createWorld(worlds, request.body)))
  router.post('/import', (request, response) => send(response, importArchive(worlds, request)))
  router.delete('/worlds/:world', async (request, response) =>
    send(response, await deleteWorld(worlds, request.params.world)),
  )
  router.get('/phones/:number/media/:hash', (request, response) => sendMedia(worlds.list(), request, response))
  const ofWorld = worldRouter(stopping)
  router.use(
    '/worlds/:world',
    (request, response, next) => enter(worlds.find(String(request.params.world)), response, next),
    ofWorld,
  )
  router.use((_request, response, next) => enter(worlds.find('main'), response, next), ofWorld)
  router.use((request, response) =>
    sendProblem(response, notFound(`route ${request.method} ${request.originalUrl.split('?')[0]}`)),
  )
  router.use(faultHandler(onFault))
  return router
}

/** Loaded by the first who asks: most processes are never asked. */
async function description(worlds: ControlWorlds): Promise<Readonly<Record<string, unknown>>> {
  const { openApi } = await import('./openapi.ts')
  const info = worlds.find('main')?.info()
  return openApi(info && 'version' in info ? String(info.version) : '')
}

async function sendDocs(response: Response, document: Readonly<Record<string, unknown>>): Promise<void> {
  const { docsPage } = await import('./docs-page.ts')
  response.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  response.type('html').send(docsPage(document))
}

function enter(world: ControlWorld | undefined, response: Response, next: () => void): void {
  if (!world) return sendProblem(response, notFound('such world'))
  response.locals.world = world
  next()
}

function worldRouter(stopping: AbortSignal): Router {
  const router = Router()
  for (const [method, path, handler] of ROUTES) {
    router[method](path, async (request: Request, response: Response) => {
      const answer = await handler(worldOf(response), request, endOf(response, stopping))
      if (!response.closed) send(response, answer)
    })
  }
  router.get('/phones/:number/media/:hash', (request, response) => sendMedia([worldOf(response)], request, response))
  return router
}

/** Aborts when nobody waits for the answer any more, or the carrier stops. */
function endOf(response: Response, stopping: AbortSignal): AbortSignal {
  const ended = new AbortController()
  const end = () => ended.abort()
  if (stopping.aborted) end()
  stopping.addEventListener('abort', end)
  response.on('close', () => {
    stopping.removeEventListener('abort', end)
    end()
  })
  return ended.signal
}

function send(response: Response, answer: Answer | ReturnType<typeof problem>): void {
  if (isProblem(answer)) return sendProblem(response, answer)
  const { status = 200, body, file } = answer
  if (file) return sendFile(response, file)
  if (body === undefined) response.status(status).end()
  else response.status(status).json(body)
}

function sendFile(response: Response, { contentType, filename, octets }: NonNullable<Answer['file']>): void {
  response.set({
    'content-type': contentType,
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="${filename}"`,
  })
  response.end(octets)
}

/**
 * Media of strangers: never sniffed, never run. A phone's URLs name no world; the hash of the octets finds the same
 * ones in whichever has them.
 */
function sendMedia(worlds: readonly ControlWorld[], request: Request, response: Response): void {
  const { params } = request
  const number = numberOf(params.number)
  const media =
    typeof number === 'string' ? firstOf(worlds, ({ phones }) => phones.media(number, String(params.hash))) : undefined
  if (!media) return sendProblem(response, notFound('such media'))
  const shown = /^(image\/(jpeg|png|gif|webp|bmp)|audio\/|video\/)/.test(media.contentType)
  response.set({
    'content-type': media.contentType,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(media.filename ?? 'media')}`,
  })
  sendOctets(response, media.octets, request.range(media.octets.length))
}

/** A player asks for pieces; of several pieces at once it gets the whole. */
function sendOctets(response: Response, octets: Uint8Array, asked: ReturnType<Request['range']>): void {
  response.set('accept-ranges', 'bytes')
  if (asked === -1) return void response.status(416).set('content-range', `bytes */${octets.length}`).end()
  const piece = Array.isArray(asked) && asked.type === 'bytes' && asked.length === 1 ? asked[0] : undefined
  if (!piece) return void response.end(octets)
  response.status(206).set('content-range', `bytes ${piece.start}-${piece.end}/${octets.length}`)
  response.end(octets.subarray(piece.start, piece.end + 1))
}

function firstOf<T, U>(values: readonly T[], look: (value: T) => U | undefined): U | undefined {
  for (const value of values) {
    const found = look(value)
    if (found !== undefined) return found
  }
  return undefined
}

function faultHandler(onFault: ControlParts['onFault']): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const status = typeof error?.status === 'number' ? error.status : 500
    if (error?.type === 'entity.parse.failed')
      return sendProblem(response, invalid('(body)', `no JSON: ${error.message}`))
    if (status < 500) return sendProblem(response, problem(status, 'Invalid request', String(error.message)))
    onFault(error, `${request.method} ${request.originalUrl.split('?')[0]}`, requestFields(request))
    if (!response.headersSent)
      sendProblem(response, problem(500, 'System error', 'a fault of the carrier; its log says more'))
  }
}
