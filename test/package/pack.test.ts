import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeOfVersion } from '../support/node-versions.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const nodes = ['22.23.3', '24.21.0', '26.10.0'].map((version) => [version, nodeOfVersion(version)] as const)
const canInstall = nodes.some(([, node]) => node !== undefined)
const MEBIBYTE = 1_048_576
/** What better-sqlite3 needs besides itself. */
const DRIVER_PARTS = ['node-addon-api']

/** The package as npm packs it, in an empty folder. */
describe.runIf(canInstall)('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-package-'))
  const installed = join(folder, 'node_modules', 'partyline')
  const command = join(installed, 'bin', 'partyline.js')
  let tarball = ''

  beforeAll(() => {
    const npm = (args: readonly string[], cwd: string) =>
      execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    npm(['run', '-s', 'pack', '--', '--pack-destination', folder], root)
    tarball = join(folder, globSync('*.tgz', { cwd: folder })[0]!)
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}')
    npm(['install', '--no-audit', '--no-fund', '--ignore-scripts', '--omit=dev', tarball], folder)
  }, 180_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is as publint wants it', async () => {
    const { stdout } = await run(process.execPath, [
      join(root, 'node_modules/publint/src/cli.js'),
      'run',
      '--strict',
      tarball,
    ])
    expect(stdout).toContain('All good!')
  })

  it('brings no source, no test and nothing for development', () => {
    const files = globSync('**/*', { cwd: installed })
    expect(files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([])
    expect(files.filter((file) => /^(test|docs|src|\.ci)\b/.test(file))).toEqual([])
    expect(files.some((file) => /^lib\/viewer\/[0-9a-f]{16}\/index\.html$/.test(file))).toBe(true)
    for (const name of ['vite', 'typescript', 'preact', 'sharp', 'twilio', 'smpp'])
      expect(existsSync(join(folder, 'node_modules', name))).toBe(false)
  })

  it('takes at most 15 MiB with all it needs, the SQLite driver apart', () => {
    const others = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
    expect(others.toSorted()).toEqual(['better-sqlite3', ...DRIVER_PARTS, 'partyline'].toSorted())
    const octets = globSync('**/*', { cwd: installed }).map((file) => statSync(join(installed, file)))
    const sizes = octets.filter((stat) => stat.isFile()).map(({ size }) => size)
    expect(sizes.reduce((sum, size) => sum + size, 0) / MEBIBYTE).toBeLessThan(15)
  })

  it('brings the licence of every package whose code is in it', () => {
    const notices = readFileSync(join(installed, 'lib/vendor/LICENSES.md'), 'utf8')
    const inside = new Set<string>()
    for (const file of globSync('lib/vendor/**/*.js', { cwd: installed })) {
      const source = readFileSync(join(installed, file), 'utf8')
      for (const [, name] of source.matchAll(/^\s*\/\/ node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/gm)) inside.add(name!)
    }
    expect(inside).toContain('express')
    expect([...inside].filter((name) => !notices.includes(`\n## ${name} - `))).toEqual([])
    const viewer = globSync('lib/viewer/*/LICENSES.md', { cwd: installed })
    expect(readFileSync(join(installed, viewer[0]!), 'utf8')).toContain('## preact - ')
  })

  it('says in one line what is missing where it was packed without its scripts', async () => {
    const bare = join(folder, 'bare', 'bin')
    mkdirSync(bare, { recursive: true })
    cpSync(command, join(bare, 'partyline.js'))
    writeFileSync(join(folder, 'bare', 'package.json'), '{"type":"module"}')
    const { stderr, code } = await run(process.execPath, [join(bare, 'partyline.js')]).catch((error) => error)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Partyline was packed without lib\/.*npm run pack\n$/)
  })

  it('has types for partyline and partyline/test, and all that they lead to', async () => {
    const test = `
      import { type Partyline, startPartyline } from 'partyline'
      export const inside: Partyline = await startPartyline({ port: 0, clock: { mode: 'frozen', now: 0 as never } })
      // @ts-expect-error there is no such option
      await startPartyline({ prot: 0 })
      import { startCarrier, type PhoneMessage } from 'partyline/test'
      const carrier = await startCarrier({ clock: 'frozen', seed: 7 })
      const world = await carrier.world()
      const [ana] = await world.phones('Ana', 'Ben')
      const message: PhoneMessage = await ana.waitFor({ contains: 'x', media: 1 })
      // @ts-expect-error there is no such state
      await ana.set({ state: 'asleep' })
      export const text: string = message.text
    `
    writeFileSync(join(folder, 'types.ts'), test)
    // An optional peer that this user does not have.
    writeFileSync(join(folder, 'twilio.d.ts'), 'export interface Twilio {}')
    const compilerOptions = {
      noEmit: true,
      strict: true,
      module: 'nodenext',
      target: 'es2024',
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      paths: { twilio: ['./twilio.d.ts'] },
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['types.ts'] }))
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    await run(process.execPath, [tsc, '-p', folder]).catch(({ stdout }) => expect(stdout).toBe(''))
  })

  it('says in one line what to do on an older Node, before anything else is loaded', async () => {
    const older = join(folder, 'older.cjs')
    writeFileSync(older, "Object.defineProperty(process, 'versions', { value: { node: '18.20.0' } })")
    const { stderr, code } = await run(process.execPath, ['--require', older, command]).catch((error) => error)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Partyline needs Node 22\.22 or newer .*\n$/)
  })

  describe.each(nodes)('on Node %s', (version, node) => {
    it.runIf(node !== undefined)('runs the first example: start, a group text, and the wait for it', async () => {
      const readyFile = join(folder, `ready-${version}.json`)
      const flags = ['--memory', '--port', '0', '--smpp-port', '0', '--ready-file', readyFile]
      const carrier = spawn(node!, [command, 'start', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
      const said: string[] = []
      carrier.stderr.on('data', (chunk) => said.push(String(chunk)))
      const ended = once(carrier, 'exit')
      for await (const chunk of carrier.stdout) if (String(chunk).includes('Ctrl-C')) break
      const { url } = JSON.parse(readFileSync(readyFile, 'utf8')) as { url: string }
      const partyline = (...args: string[]) => run(node!, [command, ...args, '--url', url])
      const to = ['--to', '+12025550102', '--to', '+12025550103']
      await partyline('send', '--from', '+12025550101', ...to, '--text', 'Lunch at noon?')
      const { stdout } = await partyline('wait', '--to', '+12025550103', '--match', 'Lunch')
      expect(JSON.parse(stdout)).toMatchObject({ from: '+12025550101', kind: 'group', text: 'Lunch at noon?' })
      const page = await fetch(url)
      expect(await page.text()).toContain('<!doctype html>')
      // Libraries that are loaded by the first who needs them.
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_resident_memory_bytes')
      expect(await (await fetch(`${url}/carrier/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' })
      writeFileSync(join(folder, 'partyline.yaml'), 'seed: 7 # a file of settings')
      expect((await run(node!, [command, 'config'], { cwd: folder })).stdout).toMatch(/seed = 7 +from file/)
      carrier.kill('SIGTERM')
      expect(await ended).toEqual([0, null])
      expect(said.join('')).toBe('')
    })

    it.runIf(node !== undefined)('runs a test of the kit', async () => {
      const script = join(folder, 'kit.js')
      writeFileSync(
        script,
        `import { startCarrier } from 'partyline/test'
         const carrier = await startCarrier({ clock: 'frozen' })
         const world = await carrier.world()
         const [ana, ben] = await world.phones('Ana', 'Ben')
         await ana.send(ben.number, 'from the package')
         console.log((await ben.waitFor('package')).from === ana.number)
         await world.remove()
         await carrier.stop()`,
      )
      const { stdout } = await run(node!, [script], { cwd: folder })
      expect(stdout).toBe('true\n')
    })
  })
})
