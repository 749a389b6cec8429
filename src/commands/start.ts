import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type StorageLimits, startPartyline } from '../compose.ts'
import { type Config, ConfigError, defaultDataFolder, parseAge, parseClock, tokenFor } from '../config/index.ts'
import { createLog } from '../runtime/index.ts'
import type { WorldInfo } from '../world/world-info.ts'
import { writable } from './file-faults.ts'
import { firstScreen } from './first-screen.ts'
import { openBrowser } from './open-browser.ts'
import { smppsOf } from './smpps.ts'
import { explainFailure } from './start-failure.ts'

/** Starts everything, prints the first screen, and resolves when the process is told to stop. */
export async function start(config: Config): Promise<void> {
  const clock = parseClock(config.clock, Date.now())
  if (!clock) throw new ConfigError([`clock is real, frozen, x60 or an ISO time, not ${config.clock}`])
  const folder = config.memory ? null : resolve(config.data ?? defaultDataFolder())
  if (folder) await mkdir(folder, { recursive: true, mode: 0o700 })
  const log = createLog(config.log)
  const token = tokenFor(config.host, config.token)
  const carrier = await startPartyline({
    host: config.host,
    port: config.port,
    smppPort: config.smppPort,
    ...smppsOf(config),
    ...(config.pduLog !== null && { pduLog: writable('pduLog', config.pduLog) }),
    database: folder ? join(folder, 'partyline.db') : ':memory:',
    durability: config.durability,
    autoPhones: config.autoPhones,
    seed: config.seed,
    oversizeMms: config.oversizeMms,
    strictLimits: config.strictLimits,
    webhookHosts: config.webhookHosts?.split(',').map((host) => host.trim()) ?? [],
    ...(token !== undefined && { token }),
    limits: limitsOf(config),
    clock,
    log,
    ...(folder && { authority: join(folder, 'ca') }),
    viewer: await viewerFolder(),
  }).catch((error: unknown) => {
    throw explainFailure(error, config)
  })
  const readyMs = Math.round(process.uptime() * 1_000)
  const info = carrier.main.info()
  if (config.readyFile)
    writeFileSync(config.readyFile, `${JSON.stringify({ ...info, ...(token !== undefined && { token }) }, null, 2)}\n`)
  process.stdout.write(firstScreen({ ...info, readyMs, data: folder, token: token ?? null, command: COMMAND }))
  if (config.open) openBrowser(info.url)
  if (config.demo) void playDemoFor(info, token ?? null).catch((error: unknown) => log.error({ error }, 'demo'))
  await toldToStop()
  await carrier.stop()
}

/** Slow enough to watch. */
const DEMO_PAUSE_MS = 1_500

async function playDemoFor(info: WorldInfo, token: string | null): Promise<void> {
  const { playDemo } = await import('./demo.ts')
  const { url, accountSid, authToken, numbers } = info
  const business = numbers.find(({ owner }) => owner.kind === 'twilio')?.number
  if (!accountSid || !authToken || !business) return
  const pause = () => new Promise<void>((resolvePromise) => setTimeout(resolvePromise, DEMO_PAUSE_MS).unref())
  const isPlayed = await playDemo({ url, token, accountSid, authToken, business, pause })
  process.stdout.write(
    isPlayed ? '  The demo is over.\n' : '  No demo: there are messages already ("partyline reset" empties).\n',
  )
}

/** From a checkout the sources run as they are; the published package has a command of its own. */
const COMMAND = import.meta.filename.endsWith('.ts') ? 'npm run -s partyline --' : 'npx partyline'

/** How much each world keeps. */
function limitsOf({ maxMessages, maxAge }: Config): StorageLimits {
  const maxAgeMs = maxAge === null ? undefined : parseAge(maxAge)
  const faults = [
    ...(maxMessages < 0 ? [`maxMessages is 0 or more, not ${maxMessages}`] : []),
    ...(maxAge !== null && maxAgeMs === undefined ? [`maxAge is such as 90s, 12h or 30d, not ${maxAge}`] : []),
  ]
  if (faults.length > 0) throw new ConfigError(faults)
  return { ...(maxMessages > 0 && { maxMessages }), ...(maxAgeMs !== undefined && { maxAgeMs }) }
}

function toldToStop(): Promise<void> {
  return new Promise((resolvePromise) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolvePromise())
  })
}

/** The built viewer; from a checkout it is built when its sources changed. */
async function viewerFolder(): Promise<string> {
  const root = resolve(import.meta.dirname, '../..')
  const { ensureViewer } = await import('../../scripts/build-viewer.ts')
  return ensureViewer(root)
}
