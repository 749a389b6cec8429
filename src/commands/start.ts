import { writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startPartyline } from '../compose.ts'
import { type Config, ConfigError, defaultDataFolder, parseClock } from '../config/index.ts'
import { createLog } from '../runtime/index.ts'
import { firstScreen } from './first-screen.ts'
import { openBrowser } from './open-browser.ts'
import { explainFailure } from './start-failure.ts'

/** Starts everything, prints the first screen, and resolves when the process is told to stop. */
export async function start(config: Config): Promise<void> {
  const clock = parseClock(config.clock, Date.now())
  if (!clock) throw new ConfigError([`clock is real, frozen, x60 or an ISO time, not ${config.clock}`])
  const folder = config.memory ? null : resolve(config.data ?? defaultDataFolder())
  if (folder) await mkdir(folder, { recursive: true, mode: 0o700 })
  const log = createLog(config.log)
  const carrier = await startPartyline({
    host: config.host,
    port: config.port,
    smppPort: config.smppPort,
    database: folder ? join(folder, 'partyline.db') : ':memory:',
    durability: config.durability,
    autoPhones: config.autoPhones,
    seed: config.seed,
    clock,
    log,
    ...(folder && { authority: join(folder, 'ca') }),
    viewer: await viewerFolder(),
  }).catch((error: unknown) => {
    throw explainFailure(error, config)
  })
  const readyMs = Math.round(process.uptime() * 1_000)
  const info = carrier.main.info()
  if (config.readyFile) writeFileSync(config.readyFile, `${JSON.stringify(info, null, 2)}\n`)
  process.stdout.write(firstScreen({ ...info, readyMs, data: folder }))
  if (config.open) openBrowser(info.url)
  await toldToStop()
  await carrier.stop()
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
