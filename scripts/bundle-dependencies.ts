// Bundles what our JavaScript imports from npm and nobody is to install into lib/vendor, a file for each package; ours
// stays file for file. docs/decisions/0013-bundled-dependencies.md says why.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
// What @peculiar/x509 asks for when it is loaded.
import 'reflect-metadata'
import type { Plugin } from 'vite'

export type Bundling = {
  /** The folder of the package's JavaScript. */
  readonly lib: string
  /** Folders below it whose imports are bundled. */
  readonly folders: readonly string[]
  /** Packages that npm installs, or the user does. */
  readonly external: readonly string[]
}

// A statement with `from`, an import for its effects, a dynamic import, or a require where one is needed at once.
const IMPORT =
  /((?:^(?:import|export)\s[^'"`;]*?from\s+|^import\s+|\bimport\(|\bcreateRequire\(import\.meta\.url\)\()['"])([^'".][^'"]*)(?=['"])/gm

export async function bundleDependencies({ lib, folders, external }: Bundling): Promise<void> {
  const vendor = join(lib, 'vendor')
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.js`, { cwd: lib })).map((file) => join(lib, file))
  const isBundled = (specifier: string) => !isBuiltin(specifier) && !external.includes(packageOf(specifier))
  /** Each with whether somebody takes its default export. */
  const specifiers = new Map<string, boolean>()
  for (const file of files) {
    const source = readFileSync(file, 'utf8')
    const rewritten = source.replace(IMPORT, (statement, start: string, specifier: string) => {
      if (!isBundled(specifier)) return statement
      specifiers.set(specifier, specifiers.get(specifier) === true || DEFAULT.test(start))
      const path = relative(dirname(file), join(vendor, fileOf(specifier))).replaceAll('\\', '/')
      return `${start}${path}`
    })
    if (rewritten !== source) writeFileSync(file, rewritten)
  }
  await build(vendor, specifiers)
}

const DEFAULT = /^import\s+[\w$]+[\s,]/

async function build(vendor: string, specifiers: ReadonlyMap<string, boolean>): Promise<void> {
  const vite = await import('vite')
  const names = [...specifiers.keys()].toSorted()
  const entries = new Map<string, string>()
  for (const name of names) entries.set(name, await everythingOf(name, specifiers.get(name) === true))
  await vite.build({
    configFile: false,
    logLevel: 'error',
    plugins: [entryPlugin(entries)],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: vendor,
      target: 'node22',
      // Licences ask for their notices; stack traces for names.
      minify: false,
      license: { fileName: 'LICENSES.md' },
      rolldownOptions: {
        input: Object.fromEntries(names.map((one) => [fileOf(one).slice(0, -'.js'.length), `${ENTRY}${one}`])),
        external: OPTIONAL,
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  })
}

/** What packages try to load and do without: faster parts of `ws`, whose own code is as quick in today's Node. */
const OPTIONAL = ['bufferutil', 'utf-8-validate']

const ENTRY = 'partyline-vendor:'

function entryPlugin(entries: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'partyline-vendor',
    resolveId: (id) => (id.startsWith(ENTRY) ? `\0${id}` : null),
    load: (id) => (id.startsWith(`\0${ENTRY}`) ? (entries.get(id.slice(ENTRY.length + 1)) ?? null) : null),
  }
}

/** A module that passes on all that a package exports; of one in CommonJS only Node knows the names. */
async function everythingOf(specifier: string, withDefault: boolean): Promise<string> {
  const exported = Object.keys((await import(specifier)) as object)
  const names = exported.filter((name) => (name === 'default' ? withDefault : name !== 'module.exports'))
  return names.length > 0 ? `export { ${names.join(', ')} } from '${specifier}'\n` : `import '${specifier}'\n`
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** `@peculiar/x509` -> `peculiar-x509.js` */
function fileOf(specifier: string): string {
  return `${specifier.replace(/^@/, '').replaceAll('/', '-')}.js`
}
