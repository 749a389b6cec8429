// Of the declarations that the compiler wrote, the package carries those that its exports lead to.
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, resolve } from 'node:path'

export type PublicTypes = {
  readonly lib: string
  /** Declarations that the exports map names. */
  readonly entries: readonly string[]
  /** Packages that are there when the package is used. */
  readonly packages: readonly string[]
}

const SPECIFIER = /(?:\bfrom |\bimport\(|^import |^declare module )['"]([^'"]+)['"]/gm

/** Throws where a declaration leads to a package that nobody will have. */
export function keepPublicTypes({ lib, entries, packages }: PublicTypes): void {
  const kept = new Set<string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (kept.has(file)) continue
    kept.add(file)
    for (const specifier of specifiersOf(file)) {
      if (specifier.startsWith('.')) waiting.push(declarationOf(file, specifier))
      else if (!isBuiltin(specifier) && !packages.includes(specifier))
        throw new Error(`${file} takes a type from ${specifier}, which users do not have`)
    }
  }
  for (const name of globSync('**/*.d.ts', { cwd: lib })) if (!kept.has(join(lib, name))) rmSync(join(lib, name))
}

function specifiersOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(SPECIFIER)].map(([, specifier = '']) => specifier)
}

function declarationOf(file: string, specifier: string): string {
  const path = resolve(dirname(file), specifier).replace(/\.js$/, '.d.ts')
  if (!existsSync(path)) throw new Error(`${file} leads to ${path}, which is not there`)
  return path
}
