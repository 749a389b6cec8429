// A part of an MMS as a phone shows it: a picture, something that plays, a contact card, or a chip with its name.
import { useState } from 'preact/hooks'
import type { Media, Phone } from '../wire.ts'
import { adaptedWords, mediaWord, writtenSize } from '../wording.ts'
import { Chip } from './chip.tsx'
import { ContactCard } from './contact-card.tsx'

export function MediaPart({ part, phone }: { part: Media; phone: Phone }) {
  if (part.url === '') return <Chip part={part} />
  const kind = mediaWord(part.contentType)
  switch (kind) {
    case 'picture':
      return <Picture part={part} />
    case 'video':
    case 'audio':
      return <Playable part={part} kind={kind} />
    case 'contact card':
      return <ContactCard part={part} phone={phone} />
    default:
      return <Chip part={part} />
  }
}

function Picture({ part }: { part: Media }) {
  const name = describe(part)
  return (
    <figure class="media-figure">
      <a class="media-picture" href={part.url} target="_blank" rel="noopener" title={name}>
        <img src={part.url} alt={name} decoding="async" />
      </a>
      {part.adaptedFrom && <figcaption class="media-facts">{adaptedWords(part)}</figcaption>}
    </figure>
  )
}

/** A moment after the beginning: the first frame stands there as the poster. */
const POSTER = '#t=0.001'

function Playable({ part, kind }: { part: Media; kind: 'video' | 'audio' }) {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return <Chip part={part} note="this browser cannot play it" />
  const about = {
    controls: true,
    preload: 'metadata' as const,
    'aria-label': describe(part),
    onError: () => setBroken(true),
  }
  return (
    <figure class="media-figure">
      {/* biome-ignore-start lint/a11y/useMediaCaption: an MMS has no captions to offer */}
      {kind === 'video' ? (
        <video class="media-video" data-testid="video" src={part.url + POSTER} playsInline {...about} />
      ) : (
        <audio class="media-audio" data-testid="audio" src={part.url} {...about} />
      )}
      {/* biome-ignore-end lint/a11y/useMediaCaption: see above */}
      <figcaption class="media-facts">{describe(part)}</figcaption>
    </figure>
  )
}

/** `tour.webm, video/webm, 240 kB` */
function describe(part: Media): string {
  return [part.filename || mediaWord(part.contentType), part.contentType, writtenSize(part.size)].join(', ')
}
