import type { Database } from 'better-sqlite3'
import { type Batch, type EventForms, type Numbered, readBatch, typesByCode, writeBatch } from './event-forms.ts'

export type JournalRows = ReturnType<typeof openJournalRows>

/** The events of each commit of a world as one row. */
export function openJournalRows(db: Database, forms: EventForms) {
  const insert = db.prepare('INSERT INTO journal (world, first_seq, last_seq, base, events) VALUES (?, ?, ?, ?, ?)')
  const last = db.prepare<unknown[], number | null>('SELECT max(last_seq) FROM journal WHERE world = ?').pluck()
  const first = db
    .prepare<unknown[], number>('SELECT first_seq FROM journal WHERE world = ? ORDER BY last_seq LIMIT 1')
    .pluck()
  const select = (where: string) =>
    db.prepare<unknown[], Batch>(
      `SELECT first_seq AS firstSeq, base, events AS text FROM journal WHERE world = ? AND ${where} ORDER BY last_seq`,
    )
  const after = select('last_seq > ?')
  // An id is counted from the row's base, or stands there as it is.
  const holding = select('(instr(events, ?) > 0 OR instr(events, CAST(CAST(? AS INTEGER) - base AS TEXT)) > 0)')
  const prune = db.prepare('DELETE FROM journal WHERE world = ? AND last_seq <= ?')
  const own = { forms, types: typesByCode(forms) }
  return {
    forms,
    lastSeq: (world: number) => last.get(world) ?? 0,
    firstSeq: (world: number) => first.get(world),
    write(world: number, firstSeq: number, events: readonly Numbered[]): void {
      const { base, text } = writeBatch(events, forms)
      insert.run(world, firstSeq, firstSeq + events.length - 1, base, text)
    },
    /** What is written down with this word in it: an id, or a text between quotes. */
    holding(world: number, word: string): readonly Numbered[] {
      const id = /^\d+$/.test(word) ? Number(word) : null
      return holding.all(world, word, id).flatMap((batch) => {
        const words = id === null ? [word] : [word, String(id - batch.base)]
        const wants = (_: number, written: unknown) => {
          const text = JSON.stringify(written)
          return words.some((one) => text.includes(one))
        }
        return [...readBatch(batch, { ...own, world, wants })]
      })
    },
    prune: (world: number, upTo: number) => prune.run(world, upTo),
    read(world: number, since: number, limit: number): readonly Numbered[] {
      const events: Numbered[] = []
      for (const batch of after.iterate(world, since)) {
        events.push(...readBatch(batch, { ...own, world, wants: (seq) => seq > since }))
        if (events.length >= limit) break
      }
      return events
    },
  }
}
