// /metrics for Prometheus: counted from the journals of all worlds; a reader like any other.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'
import type { OnFault } from '../../core/index.ts'
import { type HttpRoute, requestFields } from '../../runtime/index.ts'

/** A world as the metrics see it. */
export type MeteredWorld = {
  readonly journal: {
    subscribe(listener: (entries: readonly { readonly type: string }[] | null) => void): () => void
  }
  sessions(): readonly object[]
  pending(): readonly string[]
}

export type Metrics = {
  readonly route: HttpRoute
  /** Counts the events of a world from now on. */
  readonly follow: (world: MeteredWorld) => void
}

export type MetricsParts = {
  readonly version: string
  readonly worlds: () => readonly MeteredWorld[]
  readonly onFault: OnFault
}

export function createMetrics(parts: MetricsParts): Metrics {
  const events: Counts = new Map()
  let registry: Promise<Registry> | undefined
  const handle = async (response: ServerResponse) => {
    // Loaded by the first who asks, so that nobody else waits for it at start.
    registry ??= createRegistry(parts, events)
    const { contentType, metrics } = await registry.then(async (made) => ({
      contentType: made.contentType,
      metrics: await made.metrics(),
    }))
    response.writeHead(200, { 'content-type': contentType }).end(metrics)
  }
  return {
    follow: ({ journal }) =>
      void journal.subscribe((entries) => {
        for (const { type } of entries ?? []) count(events, type)
      }),
    route: {
      serves: (path) => path === '/metrics',
      handle: (request: IncomingMessage, response) =>
        void handle(response).catch((error: unknown) => {
          parts.onFault(error, '/metrics', requestFields(request))
          response.writeHead(500).end()
        }),
    },
  }
}

type Counts = Map<string, { times: number }>

function count(events: Counts, type: string): void {
  const counted = events.get(type)
  if (counted) counted.times += 1
  else events.set(type, { times: 1 })
}

async function createRegistry({ version, worlds }: MetricsParts, events: Counts): Promise<Registry> {
  const { collectDefaultMetrics, Counter, Gauge, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  new Gauge({ name: 'partyline_info', help: 'Version', labelNames: ['version'], registers }).set({ version }, 1)
  new Counter({
    name: 'partyline_events_total',
    help: 'Events of the journals of all worlds, by type',
    labelNames: ['type'],
    registers,
    collect() {
      this.reset()
      for (const [type, { times }] of events) this.inc({ type }, times)
    },
  })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  gauge('partyline_worlds', 'Worlds', () => worlds().length)
  gauge('partyline_smpp_sessions', 'SMPP sessions', () => sum(worlds(), (world) => world.sessions().length))
  gauge('partyline_pending', 'Deliveries, reports, webhooks and retrievals under way or due', () =>
    sum(worlds(), (world) => world.pending().length),
  )
  return registry
}

function sum(worlds: readonly MeteredWorld[], count: (world: MeteredWorld) => number): number {
  return worlds.reduce((total, world) => total + count(world), 0)
}
