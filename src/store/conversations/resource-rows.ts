import type { Database } from 'better-sqlite3'
import { RESOURCE_PLACES, type ResourceKind } from '../../conversations/model/resources.ts'
import type { Slice } from '../../conversations/model/store-port.ts'

type Placed = { readonly sid: string }
type PlaceOf = (resource: Placed) => { readonly parent: string; readonly name?: string | null }

const PLACE = 'world = ? AND kind = ?'
const LAST = '\u{10ffff}'

/** Small resources: one table, by kind. */
export function openResourceRows(db: Database) {
  const put = db.prepare(
    `INSERT INTO conversations_resource (world, kind, sid, parent, name, doc) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (world, kind, sid) DO UPDATE SET parent = excluded.parent, name = excluded.name, doc = excluded.doc`,
  )
  const remove = db.prepare(`DELETE FROM conversations_resource WHERE ${PLACE} AND sid = ?`)
  const removeOf = db.prepare(
    `DELETE FROM conversations_resource INDEXED BY conversations_resource_by_parent WHERE ${PLACE} AND parent = ?`,
  )
  const clear = db.prepare('DELETE FROM conversations_resource WHERE world = ?')
  const read = (rest: string, index = '') =>
    db.prepare<unknown[], string>(`SELECT doc FROM conversations_resource ${index} WHERE ${PLACE} AND ${rest}`).pluck()
  const byParent = 'INDEXED BY conversations_resource_by_parent'
  const bySid = read('sid = ?')
  const byName = read('parent = ? AND name = ?')
  const up = read('parent = ? AND sid > ? ORDER BY sid LIMIT ?', byParent)
  const down = read('parent = ? AND sid < ? ORDER BY sid DESC LIMIT ?', byParent)
  const parsed = (doc: string | undefined): unknown => (doc === undefined ? undefined : JSON.parse(doc))
  return {
    isKind: (kind: string): kind is ResourceKind => kind in RESOURCE_PLACES,
    put(world: number, kind: ResourceKind, resource: Placed) {
      // A kind and its own record come together in one change.
      const { parent, name = null } = (RESOURCE_PLACES[kind] as PlaceOf)(resource)
      put.run(world, kind, resource.sid, parent, name, JSON.stringify(resource))
    },
    remove: (world: number, kind: ResourceKind, sid: string) => void remove.run(world, kind, sid),
    /** Everything that is listed under a service that goes. */
    removeOf(world: number, parent: string) {
      for (const kind of Object.keys(RESOURCE_PLACES)) removeOf.run(world, kind, parent)
    },
    clear: (world: number) => void clear.run(world),
    one: (world: number, kind: ResourceKind, sid: string) => parsed(bySid.get(world, kind, sid)),
    named: (world: number, kind: ResourceKind, at: readonly [parent: string, name: string]) =>
      parsed(byName.get(world, kind, ...at)),
    slice(world: number, kind: ResourceKind, { parent, after, before, limit }: Slice & { readonly parent: string }) {
      const docs =
        before === undefined
          ? up.all(world, kind, parent, after ?? '', limit)
          : down.all(world, kind, parent, before || LAST, limit)
      return docs.map((doc) => parsed(doc))
    },
  }
}
