// A part of an MMS as a phone shows it: a picture, something that plays, or a chip with its name.
import type { Media } from '../wire.ts'
import { mediaWord, writtenSize } from '../wording.ts'
import { Icon } from './icons.tsx'

export function MediaPart({ part }: { part: Media }) {
  const facts = `${part.contentType}, ${writtenSize(part.size)}`
  const name = part.filename || mediaWord(part.contentType)
  if (part.url === '') return <Chip part={part} />
  switch (mediaWord(part.contentType)) {
    case 'picture':
      return (
        <a class="media-picture" href={part.url} target="_blank" rel="noopener" title={`${name}, ${facts}`}>
          <img src={part.url} alt={`${name}, ${facts}`} decoding="async" />
        </a>
      )
    case 'video':
      // biome-ignore lint/a11y/useMediaCaption: an MMS has no captions to offer
      return <video class="media-video" src={part.url} controls preload="metadata" aria-label={`${name}, ${facts}`} />
    case 'audio':
      // biome-ignore lint/a11y/useMediaCaption: an MMS has no captions to offer
      return <audio class="media-audio" src={part.url} controls preload="metadata" aria-label={`${name}, ${facts}`} />
    default:
      return <Chip part={part} />
  }
}

export function Chip({ part }: { part: Media }) {
  const inside = (
    <>
      <Icon name="file" />
      <span class="chip-text">
        <span class="chip-name">{part.filename || mediaWord(part.contentType)}</span>
        <span class="chip-facts">
          {part.contentType}, {writtenSize(part.size)}
        </span>
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
