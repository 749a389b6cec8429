import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

type Rule = {
  /** Folder the rule is about. */
  readonly in: string
  /** Folders it may import from besides itself. */
  readonly may: readonly string[]
  /** Packages it may import; undefined leaves packages free. */
  readonly packages?: readonly string[]
}

/** Who may import whom: docs/flow.md. The first rule that holds the file counts. */
const RULES: readonly Rule[] = [
  { in: 'protocols/xml', may: ['protocols'], packages: ['fast-xml-parser'] },
  { in: 'protocols', may: ['protocols'], packages: [] },
  { in: 'src/core', may: [], packages: [] },
  {
    in: 'src/store',
    may: ['src/core', 'src/handsets/model', 'src/conversations/model'],
    packages: ['better-sqlite3', 'node:'],
  },
  { in: 'src/runtime', may: ['src/core'] },
  { in: 'src/gateways/smpp', may: ['src/core', 'protocols', 'src/runtime'] },
  { in: 'src/gateways/mm7', may: ['src/core', 'protocols', 'src/runtime'] },
  { in: 'src/gateways/mm1', may: ['src/core', 'protocols', 'src/runtime'] },
  { in: 'src/gateways/feed', may: ['src/core', 'protocols', 'src/runtime'] },
  { in: 'src/gateways/proxy', may: ['src/core', 'protocols', 'src/runtime'] },
  { in: 'src/gateways/control', may: ['src/core', 'protocols', 'src/runtime'] },
  { in: 'src/handsets', may: ['src/core', 'protocols'], packages: [] },
  { in: 'src/conversations/model', may: ['src/core', 'protocols'], packages: [] },
  { in: 'src/conversations', may: ['src/core', 'protocols', 'src/runtime'] },
  { in: 'src/viewer', may: ['protocols'], packages: ['preact', '@preact/signals'] },
  { in: 'src/config', may: ['src/core'] },
  { in: 'src/gateways/metrics', may: ['src/core', 'src/runtime'] },
  { in: 'src/gateways/token', may: ['src/runtime'], packages: ['node:'] },
  { in: 'src/captures', may: ['src/core', 'protocols'], packages: [] },
  // The codecs, for its VASP; else the public HTTP API, and the one call that starts a carrier.
  { in: 'src/kit', may: ['protocols', 'src/compose.ts'], packages: ['node:', 'vitest', 'twilio', 'testcontainers'] },
  { in: 'src/journey', may: ['src/core', 'protocols'], packages: [] },
]

/** Reaching for time, chance or timers in pure code: take it from a port instead. */
const AMBIENT = /\b(Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(|setImmediate\(|process\.)/

describe('who may import whom', () => {
  const files = globSync('{protocols,src}/**/*.{ts,tsx}', { cwd: root }).map((file) => file.replaceAll('\\', '/'))

  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(50)
  })

  it.each(RULES.map((rule) => [rule.in, rule] as const).filter(([folder]) => existsSync(join(root, folder))))(
    '%s imports only what it may',
    (_folder, rule) => {
      const own = files.filter((file) => ruleOf(file) === rule)
      expect(own.length).toBeGreaterThan(0)
      expect(own.flatMap((file) => faultsOf(file, rule))).toEqual([])
    },
  )

  it('no folder of protocols is reached past its index.ts', () => {
    const faults = files.flatMap((file) =>
      importsOf(file)
        .map((specifier) => targetOf(file, specifier))
        .filter((target) => target?.startsWith('protocols/'))
        .filter((target) => protocolOf(target!) !== protocolOf(file) && !target!.endsWith('/index.ts'))
        .map((target) => `${file} imports ${target}: import ${protocolOf(target!)}/index.ts instead`),
    )
    expect(faults).toEqual([])
  })

  it('protocols and core take time, chance and timers from ports only', () => {
    const pure = files.filter((file) => file.startsWith('protocols/') || file.startsWith('src/core/'))
    const faults = pure.filter((file) => AMBIENT.test(withoutComments(readFileSync(join(root, file), 'utf8'))))
    expect(faults).toEqual([])
  })

  it("values of Node's HTTP come from src/runtime/node-http.ts, which does not bring undici along", () => {
    const faults = files
      .filter((file) => file.startsWith('src/') && !file.startsWith('src/kit/'))
      .filter((file) => /^import (?!type\b).* from 'node:https?'/m.test(readFileSync(join(root, file), 'utf8')))
    expect(faults).toEqual([])
  })
})

describe('the journeys', () => {
  /** Whatever waits for a while instead of for something. */
  const WAITS_BLINDLY = /\bsleep|\bset(Timeout|Interval)\b|timers\/promises|waitForTimeout|\bdelay\(/i

  it('do not sleep and have no fixed timeout', () => {
    const journeys = globSync('test/{journeys,kit}/**/*.ts', { cwd: root })
    expect(journeys.length).toBeGreaterThan(10)
    expect(journeys.filter((file) => WAITS_BLINDLY.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })
})

function ruleOf(file: string): Rule | undefined {
  return RULES.find((rule) => file.startsWith(`${rule.in}/`))
}

function faultsOf(file: string, rule: Rule): string[] {
  return importsOf(file).flatMap((specifier) => {
    const target = targetOf(file, specifier)
    if (target === undefined) return packageFault(file, specifier, rule)
    const allowed = [rule.in, ...rule.may].some((place) => target === place || target.startsWith(`${place}/`))
    return allowed ? [] : [`${file} imports ${target}: ${rule.in} may import ${[rule.in, ...rule.may].join(', ')} only`]
  })
}

function packageFault(file: string, specifier: string, { packages }: Rule): string[] {
  if (
    !packages ||
    packages.some((name) => specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`))
  )
    return []
  return [`${file} imports the package ${specifier}`]
}

// A statement with `from`, an import for its effects, or a dynamic import.
const IMPORT = /^(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm

function importsOf(file: string): string[] {
  const source = withoutComments(readFileSync(join(root, file), 'utf8'))
  return [...source.matchAll(IMPORT)].map(([, from, effects, dynamic]) => from ?? effects ?? dynamic ?? '')
}

function targetOf(file: string, specifier: string): string | undefined {
  return specifier.startsWith('.')
    ? relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/')
    : undefined
}

function protocolOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}
