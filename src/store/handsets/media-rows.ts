import type { Database } from 'better-sqlite3'
import type { Address } from '../../core/index.ts'
import type { HandsetMessage, SeenMedia } from '../../handsets/model/index.ts'

/** Which media a phone has seen, and under what name. */
export function openMediaRows(db: Database) {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO phone_media (world, phone, hash, content_type, filename) VALUES (?, ?, ?, ?, ?)',
  )
  const select = db.prepare<unknown[], { readonly content_type: string; readonly filename: string | null }>(
    'SELECT content_type, filename FROM phone_media WHERE world = ? AND phone = ? AND hash = ?',
  )
  return {
    put(world: number, { phone, media }: HandsetMessage): void {
      for (const { hash, contentType, filename } of media) insert.run(world, phone, hash, contentType, filename)
    },
    get(world: number, phone: Address, hash: string): SeenMedia | undefined {
      const row = select.get(world, phone, hash)
      return row && { contentType: row.content_type, filename: row.filename }
    },
  }
}
