// Empty states: what to do next, and one command to copy.
import type { Phone } from '../wire.ts'
import { useApp } from './context.ts'
import { CopyButton } from './copy-button.tsx'

export function EmptyThreads({ phone }: { phone: Phone }) {
  const { session } = useApp()
  const phones = session.model.value.phones?.rows ?? []
  const sender = phones.find((it) => it.number !== phone.number)?.number ?? '+12025550199'
  return (
    <div class="empty" data-testid="empty">
      <p>
        <strong>No messages yet.</strong> Write one with the pencil above, or send one to this phone from a terminal:
      </p>
      <Command text={sendCommand(sender, phone.number)} />
    </div>
  )
}

export function Command({ text }: { text: string }) {
  return (
    <div class="command">
      <code>{text}</code>
      <CopyButton text={text} label="Copy the command" />
    </div>
  )
}

/** Works in every shell, from a checkout and from the published package alike. */
export function sendCommand(from: string, to: string): string {
  const url = `${location.origin}/carrier/phones/${from}/messages`
  return `curl ${url} -H 'content-type: application/json' -d '{"to":["${to}"],"text":"Hello"}'`
}
