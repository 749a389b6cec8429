export { type DatabaseOptions, PartylineDatabase, WorldClosed, type WorldStore } from './database.ts'
export type { Entry, Journal } from './journal.ts'
export type { LayerRows } from './layer.ts'
export { type DumpedRow, UnfitDump, type WorldDump } from './world-dump.ts'
