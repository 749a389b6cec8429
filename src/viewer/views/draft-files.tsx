// Files in a draft, as chips that can be taken out again.
import type { Draft } from '../screen.ts'
import { writtenSize } from '../wording.ts'
import { Icon } from './icons.tsx'

export function DraftFiles({ media, onRemove }: { media: Draft['media']; onRemove: (index: number) => void }) {
  if (media.length === 0) return null
  return (
    <ul class="draft-files" aria-label="Attached">
      {media.map((part, index) => (
        <li class="chip" key={index}>
          <Icon name="file" />
          <span class="chip-text">
            <span class="chip-name">{part.filename}</span>
            <span class="chip-facts">
              {part.contentType}, {writtenSize(part.size)}
            </span>
          </span>
          <button type="button" class="quiet" aria-label={`Take out ${part.filename}`} onClick={() => onRemove(index)}>
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
    </ul>
  )
}
