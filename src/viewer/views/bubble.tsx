// One message. Words of strangers are only ever text nodes.
import { type Bubble, cutAtLinks } from '../conversation.ts'
import { hueOf } from '../numbers.ts'
import { nameOf } from '../people.ts'
import type { Phone, PhoneMessage } from '../wire.ts'
import { mediaWord, segmentsOf, snippetOf, statusOf, writtenTime } from '../wording.ts'
import { Face } from './avatar.tsx'
import { useApp } from './context.ts'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icons.tsx'
import { MediaPart } from './media-part.tsx'

type BubbleRowProps = { phone: Phone; bubble: Bubble; isGroup: boolean; isTarget: boolean }

export function BubbleRow({ phone, bubble, isGroup, isTarget }: BubbleRowProps) {
  const { message, first, last } = bubble
  const own = message.direction === 'sent'
  const name = nameOf(phone, message.from)
  const needsMeta = last || segmentsOf(message) !== null || statusOf(message)?.tone === 'bad'
  return (
    <article
      class={`bubble-row ${own ? 'own' : 'other'}`}
      data-testid="bubble"
      data-message={message.id}
      data-first={first}
      data-last={needsMeta}
      data-target={isTarget}
      aria-label={spoken(message, own ? 'You' : name)}
    >
      {isGroup && !own && (
        <span class="bubble-face">{last && <Face number={message.from} name={name} size="small" />}</span>
      )}
      <div class="bubble-column">
        {isGroup && !own && first && (
          <span class="sender" data-hue={hueOf(message.from)}>
            {name}
          </span>
        )}
        <div class="bubble-line">
          <BubbleBody phone={phone} message={message} />
          <MoreButton message={message} />
        </div>
        <Reactions phone={phone} reactions={bubble.reactions} />
        {needsMeta && <MetaLine message={message} />}
      </div>
    </article>
  )
}

function MoreButton({ message }: { message: PhoneMessage }) {
  const { screen } = useApp()
  return (
    <button
      type="button"
      class="quiet bubble-more"
      aria-label="Details of this message"
      title="Details (.)"
      onClick={() => {
        screen.drawer.value = { of: 'details', message }
      }}
    >
      <Icon name="more" size={16} />
    </button>
  )
}

/** Reactions of others, translated from the texts they came as. */
function Reactions({ phone, reactions }: { phone: Phone; reactions: Bubble['reactions'] }) {
  if (reactions.length === 0) return null
  return (
    <ul class="reactions" data-testid="reactions" aria-label="Reactions">
      {reactions.map(({ from, sign }) => (
        <li key={from} title="Came as a text; the phone translated it">
          {sign} <span>{from === phone.number ? 'You' : nameOf(phone, from)}</span>
        </li>
      ))}
    </ul>
  )
}

function BubbleBody({ phone, message }: { phone: Phone; message: PhoneMessage }) {
  const media = message.media.filter((part) => !isHidden(part.contentType))
  const pictureOnly = message.text === '' && message.subject === '' && media.length > 0
  return (
    <div class={pictureOnly ? 'bubble bubble-media' : 'bubble'}>
      {message.subject && <strong class="subject">{message.subject}</strong>}
      {media.map((part) => (
        <MediaPart key={part.url + part.filename} part={part} phone={phone} />
      ))}
      {message.text && <Words text={message.text} />}
      {message.codes.map((code) => (
        <CopyButton key={code} text={code} words={`Copy ${code}`} />
      ))}
      {!message.text && media.length === 0 && !message.subject && <p class="bubble-text muted">Empty message</p>}
    </div>
  )
}

function Words({ text }: { text: string }) {
  return (
    <p class="bubble-text" dir="auto">
      {cutAtLinks(text).map((piece, index) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <a key={index} href={piece.url} target="_blank" rel="noopener noreferrer nofollow">
            {piece.url}
          </a>
        ),
      )}
    </p>
  )
}

function MetaLine({ message }: { message: PhoneMessage }) {
  const status = statusOf(message)
  const segments = segmentsOf(message)
  return (
    <span class="meta">
      <time dateTime={message.at}>{writtenTime(message.at)}</time>
      <span>{message.transport.toUpperCase()}</span>
      {segments && <span data-testid="segments">{segments}</span>}
      {status && (
        <span class={`tone-${status.tone}`} data-testid="status">
          {status.tone === 'bad' && <Icon name="warn" size={14} />}
          {status.words}
        </span>
      )}
    </span>
  )
}

/** Layout of a slide show: shown in the details, not in the bubble. */
function isHidden(contentType: string): boolean {
  return /^application\/smil/i.test(contentType)
}

/** `Ana, 10:24, MMS, picture, Hello, Delivered` */
function spoken(message: PhoneMessage, name: string): string {
  const media = message.media.filter((part) => !isHidden(part.contentType)).map((part) => mediaWord(part.contentType))
  const words = message.text || message.subject ? [snippetOf(message)] : []
  const status = statusOf(message)
  const parts = [
    name,
    writtenTime(message.at),
    message.transport.toUpperCase(),
    ...media,
    ...words,
    status?.words ?? '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}
