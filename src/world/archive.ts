// A world as one JSON document: to be kept, shared and opened by another carrier.
import type { WorldRecord } from '../core/index.ts'
import type { DumpedRow, WorldDump } from '../store/index.ts'

export const ARCHIVE_FORMAT = 'partyline-world-1'

export type Archive = {
  readonly format: typeof ARCHIVE_FORMAT
  readonly version: string
  readonly world: string
  readonly tables: WorldDump
}

type Secrets = { password?: string; authToken?: string; apiKeys?: readonly { sid: string; secret: string }[] }

const ACCOUNTS = ['smpp', 'mm7', 'twilio']

/** Passwords and tokens become those that a new account has. */
export function withoutCredentials(dump: WorldDump): WorldDump {
  return changedEntities(dump, (kind, doc) => {
    if (ACCOUNTS.includes(kind)) return harmless(doc as Secrets)
    const { inventory } = doc as WorldRecord
    if (kind !== 'world' || !inventory) return doc
    return { ...doc, inventory: { ...inventory, accounts: inventory.accounts.map((one) => harmless(one as Secrets)) } }
  })
}

/** The same rows as another world's: its record carries the new name. */
export function asWorld(dump: WorldDump, record: Pick<WorldRecord, 'id' | 'name' | 'epoch'>): WorldDump {
  return changedEntities(dump, (kind, doc) => (kind === 'world' ? { ...doc, ...record } : doc))
}

/** The record that an archive holds; undefined if it holds none. */
export function recordIn(dump: WorldDump): WorldRecord | undefined {
  const row = dump.entity?.find(({ kind }) => kind === 'world')
  return row && (JSON.parse(String(row.doc)) as WorldRecord)
}

function harmless<Doc extends Secrets>(doc: Doc): Doc {
  return {
    ...doc,
    ...(doc.password !== undefined && { password: 'secret' }),
    ...(doc.authToken !== undefined && { authToken: 'partyline' }),
    ...(doc.apiKeys && { apiKeys: doc.apiKeys.map(({ sid }) => ({ sid, secret: 'partyline' })) }),
  }
}

function changedEntities(dump: WorldDump, change: (kind: string, doc: object) => object): WorldDump {
  const entity = (dump.entity ?? []).map((row): DumpedRow => {
    const doc = JSON.parse(String(row.doc)) as object
    return { ...row, doc: JSON.stringify(change(String(row.kind), doc)) }
  })
  return { ...dump, entity }
}
