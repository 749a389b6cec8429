// Builds the viewer into dist/viewer/<hash of its sources>, once for each state of them. Says nothing when it is there.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What goes into the viewer, and so into its name. */
const SOURCES = ['src/viewer/**/*', 'protocols/**/*.ts', 'scripts/build-viewer.ts', 'node_modules/vite/package.json']

/** Builds kept beside the newest one: a carrier that still runs may be serving from them. */
const KEPT_COUNT = 2

/** The folder of the built viewer. In a published package, which has no sources, the one that came along. */
export async function ensureViewer(root: string): Promise<string> {
  const built = join(root, 'dist', 'viewer')
  if (!existsSync(join(root, 'src', 'viewer', 'index.html'))) return cameAlong(join(root, 'viewer'))
  const folder = join(built, hashOf(root))
  if (existsSync(folder)) return folder
  await build(root, folder)
  removeOld(built, folder)
  return folder
}

function hashOf(root: string): string {
  const hash = createHash('sha256')
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).filter(
    (file) => !file.includes('vectors'),
  )
  for (const file of files.toSorted()) {
    const path = join(root, file)
    if (!statSync(path).isFile()) continue
    hash.update(file.replaceAll('\\', '/')).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** Builds beside its place and moves it there, so that a half-built viewer is never served. */
async function build(root: string, folder: string): Promise<void> {
  const vite = await import('vite')
  const unfinished = `${folder}.${process.pid}`
  await vite.build({
    root: join(root, 'src', 'viewer'),
    configFile: false,
    logLevel: 'error',
    base: '/',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: unfinished,
      emptyOutDir: true,
      target: ['chrome123', 'firefox128', 'safari18'],
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      license: { fileName: 'LICENSES.md' },
    },
  })
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    // Another process was quicker with the same build.
    if (!existsSync(folder)) throw error
  }
}

function removeOld(built: string, newest: string): void {
  const others = readdirSync(built)
    .filter((name) => /^[0-9a-f]{16}$/.test(name))
    .map((name) => join(built, name))
    .filter((folder) => folder !== newest)
    .toSorted((a, b) => builtAt(b) - builtAt(a))
  for (const folder of others.slice(KEPT_COUNT)) rmSync(folder, { recursive: true, force: true })
}

/** Another process that builds at the same time may have removed it. */
function builtAt(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function cameAlong(built: string): string {
  const [only] = existsSync(built) ? readdirSync(built) : []
  if (only === undefined) throw new Error(`The viewer is missing: there is nothing in ${built}`)
  return join(built, only)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureViewer(resolve(import.meta.dirname, '..'))
}
