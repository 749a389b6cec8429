import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Config, environmentName, flagOf, SETTINGS, type Setting } from './settings.ts'

export type Source = 'flag' | 'environment' | 'file' | 'default'
export type Loaded = {
  readonly config: Config
  readonly sources: Readonly<Record<string, Source>>
}

/** All that is wrong with the settings, reported together. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

const FILE = 'partyline.yaml'

/** Reads every setting once: flag, environment, partyline.yaml, default. Throws ConfigError with all faults. */
export function loadConfig(flags: Readonly<Record<string, unknown>>, environment = process.env, file = FILE): Loaded {
  const faults: string[] = []
  const fromFile = readFile(file, faults)
  const values: Record<string, unknown> = {}
  const sources: Record<string, Source> = {}
  for (const setting of SETTINGS) {
    const [source, raw] = pick(setting, { flags, environment, fromFile })
    sources[setting.key] = source
    values[setting.key] = raw === null ? null : parseValue(setting, raw, faults)
  }
  for (const key of Object.keys(fromFile)) {
    if (!SETTINGS.some((setting) => setting.key === key)) faults.push(`${file}: there is no setting ${key}`)
  }
  if (faults.length > 0) throw new ConfigError(faults)
  // Each value was parsed by its own row.
  return { config: Object.freeze(values) as Config, sources }
}

function readFile(file: string, faults: string[]): Record<string, unknown> {
  if (!existsSync(file)) return {}
  try {
    // Only a user with a file needs the parser.
    const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml')
    const read: unknown = parse(readFileSync(file, 'utf8')) ?? {}
    if (typeof read === 'object' && !Array.isArray(read)) return read as Record<string, unknown>
    faults.push(`${file} must hold "key: value" lines, for example "port: 8398"`)
  } catch (error) {
    faults.push(`${file}: ${error instanceof Error ? error.message : error}`)
  }
  return {}
}

type Places = {
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: NodeJS.ProcessEnv
  readonly fromFile: Readonly<Record<string, unknown>>
}

function pick(setting: Setting, { flags, environment, fromFile }: Places): [Source, unknown] {
  if (flags[setting.key] !== undefined) return ['flag', flags[setting.key]]
  const variable = environment[environmentName(setting.key)]
  if (variable !== undefined) return ['environment', variable]
  if (fromFile[setting.key] !== undefined) return ['file', fromFile[setting.key]]
  return ['default', setting.default]
}

function parseValue(setting: Setting, raw: unknown, faults: string[]): unknown {
  const text = String(raw)
  const fault = (what: string) => {
    faults.push(
      `${setting.key} ${what}, not ${JSON.stringify(raw)} (example: --${flagOf(setting.key)} ${setting.example})`,
    )
    return setting.default
  }
  switch (setting.type) {
    case 'port':
      return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : fault('is a port from 0 to 65535')
    case 'number':
      return /^-?\d+$/.test(text) ? Number(text) : fault('is a whole number')
    case 'switch':
      return /^(true|1|on|yes)$/i.test(text)
        ? true
        : /^(false|0|off|no)$/i.test(text)
          ? false
          : fault('is true or false')
    case 'choice':
      return setting.choices?.includes(text) ? text : fault(`is one of ${setting.choices?.join(', ')}`)
    case 'text':
      return text
  }
}
