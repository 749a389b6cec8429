import type { Database } from 'better-sqlite3'

type Entities = Map<string, Map<string, unknown>>

/** Small configuration rows of a world, held in memory and written through. */
export function openEntityRows(db: Database) {
  const upsert = db.prepare(
    `INSERT INTO entity (world, kind, key, doc, place) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (world, kind, key) DO UPDATE SET doc = excluded.doc`,
  )
  const remove = db.prepare('DELETE FROM entity WHERE world = ? AND kind = ? AND key = ?')
  const all = db.prepare<unknown[], { kind: string; key: string; doc: string }>(
    'SELECT kind, key, doc FROM entity WHERE world = ? ORDER BY place',
  )
  const lastPlace = db.prepare<unknown[], number | null>('SELECT max(place) FROM entity').pluck()
  const memory = new Map<number, Entities>()
  let place = lastPlace.get() ?? 0

  function load(world: number): Entities {
    const entities: Entities = new Map()
    for (const { kind, key, doc } of all.all(world)) bucket(entities, kind).set(key, JSON.parse(doc))
    memory.set(world, entities)
    return entities
  }

  /** Of the world that was asked for last: it is asked ten times for a message. */
  let last: { readonly world: number; readonly entities: Entities } | undefined

  function kindOf(world: number, kind: string): Map<string, unknown> {
    if (last?.world !== world) last = { world, entities: memory.get(world) ?? load(world) }
    return bucket(last.entities, kind)
  }

  return {
    /** The caller knows what it put under this kind. */
    get: <T>(world: number, kind: string, key: string) => kindOf(world, kind).get(key) as T | undefined,
    all: <T>(world: number, kind: string) => [...kindOf(world, kind).values()] as T[],
    put(world: number, kind: string, key: string, value: unknown) {
      upsert.run(world, kind, key, JSON.stringify(value), ++place)
      kindOf(world, kind).set(key, value)
    },
    remove(world: number, kind: string, key: string) {
      remove.run(world, kind, key)
      kindOf(world, kind).delete(key)
    },
    forget(world: number): void {
      memory.delete(world)
      last = undefined
    },
  }
}

function bucket(entities: Entities, kind: string): Map<string, unknown> {
  let found = entities.get(kind)
  if (!found) {
    found = new Map()
    entities.set(kind, found)
  }
  return found
}
