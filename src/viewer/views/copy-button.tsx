import { useState } from 'preact/hooks'
import { Icon } from './icons.tsx'

const THANKS_MS = 1500

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, words, label }: { text: string; words?: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text).catch(() => copyBySelection(text))
    setCopied(true)
    setTimeout(() => setCopied(false), THANKS_MS)
  }
  return (
    <button
      type="button"
      class={words ? 'small copy' : 'quiet copy'}
      onClick={copy}
      {...(label && { 'aria-label': label, title: label })}
    >
      <Icon name={copied ? 'check' : 'copy'} size={16} />
      {words && <span>{copied ? 'Copied' : words}</span>}
      <span class="unseen" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}

/** Where the clipboard is not offered (plain http on another host), the old way still works. */
function copyBySelection(text: string): void {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'unseen'
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
