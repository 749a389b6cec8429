import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Clause, clausesOf, tagsIn, withoutTags } from './clauses.ts'

export type Mention = Clause & { readonly file: string /** The sentence of a test. */; readonly test?: string }
export type Deviation = { readonly file: string; readonly says: string }

const ROOT = new URL('../..', import.meta.url).pathname
/** A string of a test with a tag in it is the name of a test. */
const STRINGS = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g

/** Where the code says that it follows a clause: tags, and the tables of the protocols' READMEs. */
export function codeMentions(): readonly Mention[] {
  const tagged = sources('protocols', 'src').flatMap((file) =>
    tagsIn(read(file)).map((clause) => ({ ...clause, file })),
  )
  return [...tagged, ...readmes().flatMap(tableMentions)]
}

/** Tests that name a clause. */
export function testMentions(): readonly Mention[] {
  return sources('test').flatMap((file) =>
    [...read(file).matchAll(STRINGS)].flatMap(([, single, double, template]) => {
      const text = single ?? double ?? template ?? ''
      return tagsIn(text).map((clause) => ({ ...clause, file, test: withoutTags(text).replaceAll("\\'", "'") }))
    }),
  )
}

/** Vectors of the operation that a table of fields is for: `protocols/smpp/pdus/submit-sm.ts` has `submit-sm*.hex`. */
export function vectorsOf(file: string): readonly string[] {
  const [, protocol, operation] = /^protocols\/(\w+)\/pdus\/([\w-]+)\.ts$/.exec(file) ?? []
  if (!protocol || !operation || NOT_OPERATIONS.has(operation)) return []
  const folder = `protocols/${protocol}/vectors`
  const named = new RegExp(`^${folder}/(${operation}\\b.*)\\.hex$`)
  return filesIn(folder).flatMap((vector) => named.exec(vector)?.[1] ?? [])
}

const NOT_OPERATIONS = new Set(['index', 'definition', 'field-sizes'])

/** `Deviates:` in comments, to the end of its paragraph, and what the READMEs say under Deviations. */
export function deviations(): readonly Deviation[] {
  const commented = sources('protocols', 'src').flatMap((file) =>
    [...read(file).matchAll(/Deviates: ((?:[^\n]|\n\s*(?:\/\/|\*(?!\/)))*)/g)].map(([, says]) => ({
      file,
      says: withoutTags(says!.replace(/\n\s*(?:\/\/|\*)/g, ' ').replace(/\*\/.*$/s, '')),
    })),
  )
  return [...readmes().flatMap(listed), ...commented]
}

function listed(file: string): readonly Deviation[] {
  const section = /(?:^|\n)(?:## )?Deviations[^\n]*\n+((?:[^\n]|\n(?!## ))*)/.exec(read(file))?.[1] ?? ''
  return [...section.matchAll(/(?:^|\n)[-*] ((?:[^\n]|\n(?![-*] |\n))*)/g)].map(([, says]) => ({
    file,
    says: says!.replace(/\s+/g, ' ').trim(),
  }))
}

function tableMentions(readme: string): readonly Mention[] {
  const rows = [...read(readme).matchAll(/^\| (`[^|]*) \| ([^|]*) \|$/gm)]
  return rows.flatMap(([, cell, words]) => {
    const files = namesIn(cell!).map((name) => join(readme, '..', name))
    const clauses = clausesOf(words!.replace(/:.*$/, ''))
    const oneByOne = files.length === clauses.length
    return clauses.flatMap((clause, i) => (oneByOne ? [files[i]!] : files).map((file) => ({ ...clause, file })))
  })
}

function namesIn(cell: string): readonly string[] {
  const names = [...cell.matchAll(/`([^`]+\.ts)`/g)].map(([, name]) => name!)
  // A folder counts for the rest of the cell.
  const folder = /^.*\//.exec(names[0] ?? '')?.[0] ?? ''
  return names.map((name) => (name.includes('/') ? name : `${folder}${name}`))
}

function readmes(): readonly string[] {
  return filesIn('protocols').filter((file) => file.endsWith('/README.md'))
}

function sources(...folders: readonly string[]): readonly string[] {
  return folders.flatMap(filesIn).filter((file) => /\.tsx?$/.test(file))
}

function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.map((file) => file.slice(ROOT.length).replace(/^\//, '')).toSorted()
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
