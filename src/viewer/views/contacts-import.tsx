// Many contacts at once: a file of vCards or JSON, or the same pasted.
import { useState } from 'preact/hooks'
import { type Imported, joinContacts, readContacts } from '../contacts-file.ts'
import { count } from '../wording.ts'
import type { ChangeProps } from './drawer-radio.tsx'
import { Icon } from './icons.tsx'

export function ContactsImport({ phone, change }: ChangeProps) {
  const [pasted, setPasted] = useState('')
  const [done, setDone] = useState<Imported | null>(null)
  const take = (text: string) => {
    const imported = readContacts(text)
    setDone(imported)
    if (imported.contacts.length === 0) return
    setPasted('')
    change({ contacts: joinContacts(phone.contacts, imported.contacts) })
  }
  const takeFiles = async (files: Iterable<File>) => {
    const texts = await Promise.all([...files].map((file) => file.text()))
    if (texts.length > 0) take(texts.join('\n'))
  }
  return (
    <details class="import" data-testid="import-contacts">
      <summary>Take over contacts from a file</summary>
      <FileField onFiles={(files) => void takeFiles(files)} />
      <PasteField pasted={pasted} onPaste={setPasted} />
      <div class="actions">
        <button type="button" class="small" disabled={pasted.trim() === ''} onClick={() => take(pasted)}>
          Take over
        </button>
      </div>
      <Outcome done={done} />
    </details>
  )
}

function FileField({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  return (
    <label class="import-file">
      <Icon name="file" size={16} /> A file of vCards (.vcf) or JSON
      <input
        type="file"
        accept=".vcf,.vcard,.json,text/vcard,application/json"
        multiple
        data-testid="contacts-file"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </label>
  )
}

function PasteField({ pasted, onPaste }: { pasted: string; onPaste: (text: string) => void }) {
  return (
    <label class="import-paste">
      Or pasted
      <textarea
        rows={3}
        class="mono"
        spellcheck={false}
        placeholder={'BEGIN:VCARD … or {"+12025550104": "Dana"}'}
        data-testid="contacts-pasted"
        value={pasted}
        onInput={(event) => onPaste(event.currentTarget.value)}
      />
    </label>
  )
}

function Outcome({ done }: { done: Imported | null }) {
  if (done === null) return null
  if (done.problem !== '') {
    return (
      <p class="tone-bad import-outcome" role="alert">
        {done.problem}
      </p>
    )
  }
  return (
    <p class="import-outcome" role="status">
      {count(done.contacts.length, 'contact')} taken over.
      {done.leftOut.length > 0 && ` Left out, as there is no number to call: ${done.leftOut.join(', ')}.`}
    </p>
  )
}
