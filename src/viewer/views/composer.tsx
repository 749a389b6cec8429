// Where the person types: text, a subject, files; and the line that says how it will travel.
import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Problem } from '../api.ts'
import { readFiles } from '../attach.ts'
import { composeMode } from '../compose-mode.ts'
import { type Draft, EMPTY_DRAFT } from '../screen.ts'
import type { Phone, PhoneMessage, PhoneNumber } from '../wire.ts'
import { useApp } from './context.ts'
import { DraftFiles } from './draft-files.tsx'
import { Icon } from './icons.tsx'

type ComposerProps = {
  readonly phone: Phone
  readonly to: readonly PhoneNumber[]
  readonly draftKey: string
  readonly label: string
  readonly onSent?: (message: PhoneMessage) => void
}

export function Composer({ phone, to, draftKey, label, onSent }: ComposerProps) {
  const { session, screen } = useApp()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const draft = screen.drafts.value[draftKey] ?? EMPTY_DRAFT
  const change = (part: Partial<Draft>) => {
    screen.saveDraft(draftKey, { ...(screen.drafts.value[draftKey] ?? EMPTY_DRAFT), ...part })
  }
  const addFiles = async (files: Iterable<File>) => {
    const read = await readFiles(files)
    change({ media: [...(screen.drafts.value[draftKey] ?? EMPTY_DRAFT).media, ...read] })
  }
  const ready = to.length > 0 && (draft.text.trim() !== '' || draft.media.length > 0)
  const send = async () => {
    if (!ready || busy) return
    setBusy(true)
    const media = draft.media.map(({ contentType, filename, data }) => ({ contentType, filename, data }))
    const answer = await session.send(phone.number, { to, text: draft.text, subject: draft.subject.trim(), media })
    setBusy(false)
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    screen.saveDraft(draftKey, EMPTY_DRAFT)
    onSent?.(answer.value)
  }
  return (
    <DropFrame onFiles={addFiles}>
      <NotSent problem={problem} />
      <SubjectField draft={draft} change={change} />
      <DraftFiles media={draft.media} onRemove={(index) => change({ media: draft.media.toSpliced(index, 1) })} />
      <div class="composer-line">
        <AttachButton onFiles={addFiles} />
        {draft.subject === '' && <SubjectButton change={change} />}
        <TextField draft={draft} label={label} change={change} send={send} onFiles={addFiles} />
        <SendButton isReady={ready && !busy} onSend={send} />
      </div>
      <ModeLine phone={phone} recipientCount={to.length} draft={draft} />
    </DropFrame>
  )
}

function NotSent({ problem }: { problem: Problem | null }) {
  if (problem === null) return null
  return (
    <p class="composer-problem tone-bad" role="alert">
      <Icon name="warn" size={16} /> Not sent. {problem.detail || problem.title}
    </p>
  )
}

function SendButton({ isReady, onSend }: { isReady: boolean; onSend: () => void }) {
  return (
    <button
      type="button"
      class="send"
      data-testid="send"
      aria-label="Send"
      title="Send (Enter)"
      disabled={!isReady}
      onClick={onSend}
    >
      <Icon name="send" />
    </button>
  )
}

type FieldProps = {
  draft: Draft
  label: string
  change: (part: Partial<Draft>) => void
  send: () => void
  onFiles: (files: Iterable<File>) => void
}

function TextField({ draft, label, change, send, onFiles }: FieldProps) {
  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: JSX.TargetedClipboardEvent<HTMLTextAreaElement>) => {
    const files = event.clipboardData?.files
    if (!files?.length) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <textarea
      data-testid="composer"
      aria-label={label}
      placeholder="Text message"
      rows={1}
      dir="auto"
      value={draft.text}
      onInput={(event) => change({ text: event.currentTarget.value })}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  )
}

/** A subject makes an MMS of a text. Until somebody asks for one it takes no room: a single space means it is asked for. */
function SubjectField({ draft, change }: Pick<FieldProps, 'draft' | 'change'>) {
  if (draft.subject === '') return null
  return (
    <div class="subject-line">
      <input
        type="text"
        aria-label="Subject"
        placeholder="Subject"
        data-testid="subject"
        maxLength={256}
        dir="auto"
        value={draft.subject.trimStart()}
        onInput={(event) => change({ subject: event.currentTarget.value || ' ' })}
      />
      <button
        type="button"
        class="quiet"
        aria-label="No subject"
        title="No subject"
        onClick={() => change({ subject: '' })}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  )
}

function SubjectButton({ change }: Pick<FieldProps, 'change'>) {
  return (
    <button
      type="button"
      class="quiet attach"
      aria-label="Add a subject"
      title="Add a subject"
      data-testid="add-subject"
      onClick={() => change({ subject: ' ' })}
    >
      <Icon name="subject" />
    </button>
  )
}

function ModeLine({ phone, recipientCount, draft }: { phone: Phone; recipientCount: number; draft: Draft }) {
  const mode = composeMode({
    text: draft.text,
    subject: draft.subject.trim(),
    mediaSize: draft.media.reduce((sum, part) => sum + part.size, 0),
    mediaCount: draft.media.length,
    recipientCount,
    massText: phone.groupMode === 'mass-text',
  })
  return (
    <p class="mode" data-testid="mode">
      <strong>{mode.transport}</strong>
      {mode.facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  )
}

function AttachButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        data-testid="file"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <button
        type="button"
        class="quiet attach"
        aria-label="Attach a file"
        title="Attach a file"
        onClick={() => picker.current?.click()}
      >
        <Icon name="attach" />
      </button>
    </>
  )
}

function DropFrame({
  onFiles,
  children,
}: {
  onFiles: (files: Iterable<File>) => void
  children: JSX.Element | (JSX.Element | null | false)[]
}) {
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut; the button beside the text does the same
    <div
      class="composer"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        onFiles(event.dataTransfer?.files ?? [])
      }}
    >
      {children}
    </div>
  )
}
