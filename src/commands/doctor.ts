import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { ConfigError, defaultDataFolder, type Loaded, loadConfig } from '../config/index.ts'
import { CommandError, call, type Reply } from './client.ts'

/** One thing that was looked at. */
export type Finding = { readonly good: boolean; readonly what: string; readonly says: string }

const MINIMUM = [22, 22] as const

/** Explains what is wrong, or that nothing is; throws the findings when there is something. */
export async function doctor({ url }: { readonly url: string }): Promise<string> {
  const findings = [nodeVersion(process.versions.node), ...settings(), ...(await carrier(url))]
  const text = findings.map(({ good, what, says }) => `${good ? 'ok     ' : 'PROBLEM'}  ${what.padEnd(10)} ${says}`)
  const problems = findings.filter(({ good }) => !good).length
  if (problems === 0) return [...text, 'Nothing is wrong.'].join('\n')
  throw new CommandError([...text, `${problems} problem${problems === 1 ? '' : 's'}.`].join('\n'))
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const good = major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])
  return { good, what: 'Node', says: good ? version : `${version} is too old: ${MINIMUM.join('.')} or newer is needed` }
}

function settings(): readonly Finding[] {
  try {
    const loaded = loadConfig({})
    const changed = Object.entries(loaded.sources).filter(([, source]) => source !== 'default')
    const says =
      changed.length === 0 ? 'all as they come' : changed.map(([key, source]) => `${key} from ${source}`).join(', ')
    return [{ good: true, what: 'settings', says }, dataFolder(loaded)]
  } catch (error) {
    if (error instanceof ConfigError) return [{ good: false, what: 'settings', says: error.message }]
    throw error
  }
}

function dataFolder({ config }: Loaded): Finding {
  const what = 'data'
  if (config.memory) return { good: true, what, says: 'in memory: nothing is kept' }
  const folder = resolve(config.data ?? defaultDataFolder())
  const database = join(folder, 'partyline.db')
  const nearest = nearestThere(folder)
  try {
    accessSync(nearest, constants.W_OK)
  } catch {
    return { good: false, what, says: `${nearest} may not be written to: choose another folder with --data DIR` }
  }
  const size = existsSync(database) ? `${(sizeOf(database) / 1_048_576).toFixed(1)} MiB` : 'nothing kept yet'
  return { good: true, what, says: `${folder} (${size})` }
}

/** Octets of the database, and of the media beside it; a carrier that runs may remove a file meanwhile. */
function sizeOf(database: string): number {
  const media = `${database}-media`
  const files = existsSync(media) ? readdirSync(media).map((name) => join(media, name)) : []
  return [database, ...files].reduce((size, file) => size + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)
}

function nearestThere(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestThere(dirname(folder))
}

async function carrier(url: string): Promise<readonly Finding[]> {
  const what = 'carrier'
  const reply = await call(url, { path: '/info' }).catch((error: unknown): Reply | Error => {
    return error instanceof Error ? error : new Error(String(error))
  })
  if (reply instanceof Error) return [{ good: false, what, says: reply.message }]
  if (reply.status === 401)
    return [{ good: false, what, says: `${url} asks for a token: set PARTYLINE_TOKEN to what it printed at start` }]
  if (reply.status !== 200) return [{ good: false, what, says: `${url} answered ${reply.status}: is it Partyline?` }]
  const { version, smpp } = reply.body as { version: string; smpp: { host: string; port: number } | null }
  const { body } = await call(url, { method: 'POST', path: '/idle', body: { timeoutMs: 0 } })
  const pending = (body.pending ?? []) as readonly string[]
  return [
    { good: true, what, says: `${version} at ${url}` },
    { good: true, what: 'under way', says: pending.length === 0 ? 'nothing' : pending.slice(0, 5).join('; ') },
    ...(smpp ? [await smppPort(new URL(url).hostname, smpp.port)] : []),
  ]
}

function smppPort(host: string, port: number): Promise<Finding> {
  const at = `${host}:${port}`
  return new Promise((found) => {
    const socket = connect({ host, port, timeout: 3_000 })
    const say = (good: boolean, says: string) => {
      socket.destroy()
      found({ good, what: 'SMPP', says })
    }
    socket.on('connect', () => say(true, `${at} takes connections`))
    socket.on('timeout', () => say(false, `${at} does not answer`))
    socket.on('error', (error) => say(false, `${at} takes no connection (${error.message})`))
  })
}
