import type { PhoneNumber } from '../wire.ts'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'

/** From one conversation back to all of them. */
export function BackButton({ phone }: { phone: PhoneNumber }) {
  const { screen } = useApp()
  return (
    <button
      type="button"
      class="quiet back"
      aria-label="Back to the messages"
      title="Back (Esc)"
      onClick={() => screen.go(phone, { at: 'list' })}
    >
      <Icon name="back" />
    </button>
  )
}
