// The one file that knows every part: database, worlds, gateways and the one HTTP listener.

import { readFileSync } from 'node:fs'
import { createHttpCall } from './conversations/index.ts'
import type { OnFault } from './core/index.ts'
import { createFeedGateway } from './gateways/feed/index.ts'
import { createMetrics } from './gateways/metrics/index.ts'
import { createMm1Http } from './gateways/mm1/index.ts'
import { createMm7Gateway } from './gateways/mm7/index.ts'
import { createProxyGateway } from './gateways/proxy/index.ts'
import { createSmppGateway } from './gateways/smpp/index.ts'
import { createTokenGuard } from './gateways/token/index.ts'
import type { PartylineOptions, Ports } from './options.ts'
import type { RestAppParts } from './rest-app.ts'
import {
  createContentHash,
  createHttpListener,
  createIds,
  createImageAdapter,
  createLineFile,
  createLog,
  createStaticFiles,
  type HttpRoute,
  letYoungObjectsDieYoung,
} from './runtime/index.ts'
import { openConversationRows } from './store/conversations/rows.ts'
import { openHandsetRows } from './store/handsets/rows.ts'
import { PartylineDatabase } from './store/index.ts'
import { openStorageRows } from './store/storage/rows.ts'
import { AccountIndex } from './world/account-index.ts'
import { logMessages } from './world/message-log.ts'
import { tellEsmes } from './world/phone-news.ts'
import { Worlds } from './world/registry.ts'
import type { World } from './world/world.ts'

export type { PartylineOptions, StorageLimits } from './options.ts'

export type Partyline = {
  readonly url: string
  readonly ports: Ports
  readonly worlds: Worlds
  readonly main: World
  stop(): Promise<void>
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Starts a carrier with all its ports; several may run in one process. */
export async function startPartyline(options: PartylineOptions): Promise<Partyline> {
  const { host = '127.0.0.1', port = 0, smppPort = 0, log = createLog('silent'), viewer } = options
  const { strictLimits = false } = options
  letYoungObjectsDieYoung()
  const onFault: OnFault = (error, what, about) => log.error({ ...about, err: error, what }, 'a fault of ours')
  const layers = { handsets: openHandsetRows, conversations: openConversationRows, storage: openStorageRows }
  const logins = new AccountIndex()
  const database = new PartylineDatabase(
    {
      path: options.database ?? ':memory:',
      durability: options.durability ?? 'normal',
      onAccount: (world, account) => logins.note(world, account),
    },
    layers,
  )
  const ids = createIds(database.lastId())
  let ports: Ports = { version, host, http: port, smpp: smppPort, smpps: null }
  const baseUrl = () => `http://localhost:${ports.http}`
  const pdus = options.pduLog === undefined ? undefined : createLineFile(options.pduLog, onFault)
  const smpp = createSmppGateway({
    findAccount: (systemId) => worlds.findAccount('smpp', systemId),
    log,
    ids,
    ...(pdus && { onPdu: pdus.add }),
  })
  // One for all: what a VASP submits, phones retrieve.
  const hash = createContentHash()
  const mm7 = createMm7Gateway({
    findAccount: (user, world) => worlds.findAccount('mm7', user, world),
    hash,
    fetch,
    log,
  })
  const metrics = createMetrics({ version, worlds: () => worlds.list(), onFault })
  /** Requests by twilio.com host that ended here instead. */
  const caught = new Map<string, number>()
  const worlds: Worlds = new Worlds({
    onOpen: (world) => {
      metrics.follow(world)
      logMessages(world, log)
      tellEsmes(world, smpp, onFault)
    },
    database,
    ids,
    logins,
    defaults: {
      clock: options.clock ?? { mode: 'real' },
      seed: options.seed ?? 1,
      autoPhones: options.autoPhones ?? true,
    },
    worldParts: {
      database,
      ids,
      outlets: (world) => ({ smpp: smpp.outletFor(world), mm7: mm7.outletFor(world) }),
      baseUrl,
      hash,
      http: createHttpCall({
        allowed: options.webhookHosts ?? [],
        ownPorts: () => [ports.http, ports.smpp, ...(ports.smpps === null ? [] : [ports.smpps])],
      }),
      adaptation: { images: createImageAdapter(), oversize: options.oversizeMms ?? 'refuse' },
      onFault,
      ...(options.limits && { limits: options.limits }),
      ports: () => ports,
      caught: () => caught,
      sessions: (world) => smpp.controlOf(world),
      recorded: (world) => smpp.recorded(world),
      onClose: (world) => smpp.closeSessions({ world }, 'the world is closed'),
    },
  })
  await worlds.open()

  const proxy = createProxyGateway({
    folder: options.authority ?? null,
    onCaught: (name) => caught.set(name, (caught.get(name) ?? 0) + 1),
  })
  let ready = false
  const stopping = new AbortController()
  const rest = lazyApp({ worlds, baseUrl, onFault, isReady: () => ready, stopping: stopping.signal, strictLimits })
  const feed = createFeedGateway((name) => worlds.find(name))
  const guard = options.token === undefined ? undefined : createTokenGuard(options.token)
  const http = createHttpListener({
    routes: [
      ...(guard ? [guard.route] : []),
      proxy.route,
      metrics.route,
      ...routesOf({ worlds, onFault, rest, mm7: mm7.handle, viewer }),
    ],
    upgrades: [guard ? guard.guarded(feed) : feed],
    tls: proxy.tls,
    proxy: proxy.proxy,
    onFault,
    log,
    unlogged: PROBES,
  })
  const { port: smppBound } = await smpp.listen({ host, port: smppPort })
  const ownCertificate = { secureContext: () => proxy.tls.secureContext('') }
  const { smpps } = options
  const secured = smpps && (await smpp.listen({ host, port: smpps.port, tls: smpps.tls ?? ownCertificate }))
  const { port: httpBound } = await http.listen({ host, port })
  ports = { version, host, http: httpBound, smpp: smppBound, smpps: secured?.port ?? null }
  ready = true
  rest.load()
  proxy.prepare().catch((error: unknown) => onFault(error, 'the certificate authority'))
  const main = worlds.find('main')
  if (!main) throw new Error('the world main is missing after start')
  return {
    url: baseUrl(),
    ports,
    worlds,
    main,
    async stop() {
      ready = false
      stopping.abort()
      feed.stop()
      proxy.stop()
      await Promise.all([http.stop(), smpp.stop()])
      await worlds.close()
      database.close()
      await pdus?.close()
    },
  }
}

/** Asked every few seconds by whoever watches the process. */
const PROBES: ReadonlySet<string> = new Set(['/carrier/health', '/carrier/ready', '/metrics'])

type RouteParts = {
  readonly worlds: Worlds
  readonly onFault: OnFault
  readonly rest: LazyApp
  readonly mm7: HttpRoute['handle']
  readonly viewer: string | undefined
}

/** MM7, MM1 and Conversations stay off express, which costs several times a bare request. */
function routesOf({ worlds, onFault, rest, mm7, viewer }: RouteParts): HttpRoute[] {
  const mm1 = createMm1Http({
    find: (name, delivery) => {
      const world = worlds.ofDelivery(delivery) ?? worlds.find(name)
      return world && { handle: (request) => world.mm1.handle(request), wait: world.wait }
    },
    onFault,
  })
  const pages = viewer === undefined ? undefined : createStaticFiles(viewer)
  return [
    { serves: (path) => path === '/mm7', handle: mm7 },
    { serves: (path) => path === '/mm1' || path.startsWith('/mm1/'), handle: mm1 },
    { serves: isRest, handle: rest.handle },
    ...(pages ? [{ serves: () => true, handle: pages }] : []),
  ]
}

type LazyApp = { readonly handle: HttpRoute['handle']; readonly load: () => void }

/** The REST side is half of all modules: it is loaded right after the ports are open, and requests wait for it. */
function lazyApp(parts: RestAppParts): LazyApp {
  let app: Promise<HttpRoute['handle']> | undefined
  let loaded: HttpRoute['handle'] | undefined
  const load = () => {
    app ??= import('./rest-app.ts').then(({ createRestApp }) => {
      loaded = createRestApp(parts)
      return loaded
    })
    return app
  }
  return {
    load: () => void load().catch((error: unknown) => parts.onFault(error, 'loading the REST side')),
    handle: (request, response) => {
      if (loaded) return loaded(request, response)
      load().then(
        (handle) => handle(request, response),
        () => response.writeHead(500).end(),
      )
    },
  }
}

const REST = /^\/(carrier|v1|2010-04-01|[A-Za-z0-9.-]+\.twilio\.com)(\/|$)/

function isRest(path: string, { headers }: { readonly headers: NodeJS.Dict<string | string[]> }): boolean {
  return REST.test(path) || headers['x-twilio-host'] !== undefined
}
