// A file by its name, kind and size, to be taken along.
import type { Media } from '../wire.ts'
import { adaptedWords, mediaWord, writtenSize } from '../wording.ts'
import { Icon } from './icons.tsx'

export function Chip({ part, note = '' }: { part: Media; note?: string }) {
  const facts = [part.contentType, writtenSize(part.size), adaptedWords(part), note].filter((it) => it !== '')
  const inside = (
    <>
      <Icon name="file" />
      <span class="chip-text">
        <span class="chip-name">{part.filename || mediaWord(part.contentType)}</span>
        <span class="chip-facts">{facts.join(', ')}</span>
      </span>
    </>
  )
  if (part.url === '') return <span class="chip">{inside}</span>
  return (
    <a class="chip" href={part.url} download={part.filename || true}>
      {inside}
    </a>
  )
}
