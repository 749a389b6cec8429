// A new message: to whom, then the same composer as everywhere.
import { useState } from 'preact/hooks'
import type { Phone, PhoneMessage, PhoneNumber } from '../wire.ts'
import { BackButton } from './back-button.tsx'
import { Composer } from './composer.tsx'
import { useApp } from './context.ts'
import { Recipients } from './recipients.tsx'

export function ComposeView({ phone }: { phone: Phone }) {
  const { screen } = useApp()
  const [to, setTo] = useState<readonly PhoneNumber[]>([])
  const toThread = (message: PhoneMessage) => {
    screen.go(phone.number, { at: 'thread', thread: message.thread, message: '' })
  }
  return (
    <section class="thread" aria-label="New message">
      <header class="place-head thread-head">
        <BackButton phone={phone.number} />
        <h2>New message</h2>
      </header>
      <Recipients phone={phone} to={to} onChange={setTo} />
      <div class="compose-space">
        {to.length > 1 && (
          <p class="muted compose-note">
            {phone.groupMode === 'mass-text'
              ? 'Everybody gets a text of their own, and answers only to this phone.'
              : 'One group MMS: everybody sees everybody, and answers go to all.'}
          </p>
        )}
      </div>
      <Composer phone={phone} to={to} draftKey={`${phone.number} new`} label="New message" onSent={toThread} />
    </section>
  )
}
