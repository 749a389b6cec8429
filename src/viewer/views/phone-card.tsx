// One phone. In a grid it shows one place at a time; at full size the list stays beside the conversation.
import { useEffect } from 'preact/hooks'
import type { Place } from '../screen.ts'
import type { Phone } from '../wire.ts'
import { ComposeView } from './compose-view.tsx'
import { useApp } from './context.ts'
import { StateStrip, StatusRow } from './status-row.tsx'
import { ThreadList } from './thread-list.tsx'
import { ThreadView } from './thread-view.tsx'

export function PhoneCard({ phone, isFull }: { phone: Phone; isFull: boolean }) {
  const { session, screen } = useApp()
  const place = screen.places.value[phone.number] ?? { at: 'list' }
  const isActive = screen.active.value === phone.number
  const activate = () => {
    screen.active.value = phone.number
  }
  useEffect(() => {
    session.want({ of: 'threads', phone: phone.number })
    session.want({ of: 'waiting', phone: phone.number })
  }, [phone.number])
  return (
    <section
      class="phone"
      data-testid="phone"
      data-phone={phone.number}
      data-active={isActive}
      data-full={isFull}
      data-place={place.at}
      aria-label={`Phone of ${phone.name || phone.number}`}
      onFocusCapture={activate}
      onPointerDownCapture={activate}
    >
      <StatusRow phone={phone} />
      <StateStrip phone={phone} />
      <div class="phone-body">
        {(isFull || place.at === 'list') && (
          <ThreadList phone={phone} current={place.at === 'thread' ? place.thread : null} />
        )}
        <Shown phone={phone} place={place} isFull={isFull} />
      </div>
    </section>
  )
}

function Shown({ phone, place, isFull }: { phone: Phone; place: Place; isFull: boolean }) {
  if (place.at === 'thread')
    return <ThreadView key={place.thread} phone={phone} thread={place.thread} target={place.message} />
  if (place.at === 'compose') return <ComposeView phone={phone} />
  return isFull ? <p class="nothing-open muted">Choose a conversation, or write a new one.</p> : null
}
