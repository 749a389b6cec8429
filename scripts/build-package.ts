// Builds what the npm package carries into lib/: JavaScript and types of src and protocols, schemas, the built viewer.
// Run by `npm pack` and `npm publish` themselves (prepack).
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ensureViewer } from './build-viewer.ts'
import { bundleDependencies } from './bundle-dependencies.ts'
import { keepPublicTypes } from './keep-public-types.ts'
import { root, runTool } from './run.ts'

const lib = join(root, 'lib')

/** What the code reads at run time and the compiler does not write. */
const CARRIED = ['src/**/*.sql', 'src/**/*.cjs']

rmSync(lib, { recursive: true, force: true })
compile()
for (const file of CARRIED.flatMap((pattern) => globSync(pattern, { cwd: root }))) carry(file)
const { dependencies, peerDependencies, exports, version, type } = readManifest()
const installed = Object.keys({ ...dependencies, ...peerDependencies })
await bundleDependencies({ lib, folders: ['src', 'protocols'], external: installed })
const entries = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [join(root, entry.types)]))
keepPublicTypes({ lib, entries, packages: installed })
const viewer = await ensureViewer(root)
cpSync(viewer, join(lib, 'viewer', basename(viewer)), { recursive: true })
// The code looks for its version one folder above itself.
writeFileSync(join(lib, 'package.json'), `${JSON.stringify({ type, version }, null, 2)}\n`)

/** Types are checked by `npm run types`; here they are only taken off. */
function compile(): void {
  const status = runTool('tsc', ['-p', 'tsconfig.build.json', '--noCheck'])
  if (status !== 0) throw new Error(`tsc ended with ${status}`)
  // The compiler rewrites imports in JavaScript only.
  for (const file of globSync('**/*.d.ts', { cwd: lib })) {
    const path = join(lib, file)
    const types = readFileSync(path, 'utf8').replace(/((?:from|import\() ?['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2')
    writeFileSync(path, types)
  }
}

function carry(file: string): void {
  mkdirSync(dirname(join(lib, file)), { recursive: true })
  cpSync(join(root, file), join(lib, file))
}

type Manifest = {
  readonly type: string
  readonly version: string
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
}
