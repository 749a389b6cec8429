export { mismatches } from './match.ts'
export { FIELDS, type Field, parseQuery, type Query, type Term } from './parse.ts'
export type { Searchable } from './searchable.ts'
