export { mismatches } from './match.ts'
export { FIELDS, type Field, parseQuery, type Query, type Term } from './parse.ts'
export { parseRuleQuery, type RuleQuery, type RuleSubject } from './rule-query.ts'
export type { Searchable } from './searchable.ts'
