// An MMS that waits: the phone knows the sender, the size and how long it is kept, and nothing else yet.
import { useState } from 'preact/hooks'
import type { Problem } from '../api.ts'
import { nameOf } from '../people.ts'
import type { Phone, Waiting } from '../wire.ts'
import { writtenExpiry, writtenSize } from '../wording.ts'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'

export function WaitingCard({ phone, waiting }: { phone: Phone; waiting: Waiting }) {
  const { session, minute } = useApp()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const download = async () => {
    setBusy(true)
    const answer = await session.download(phone.number, waiting.id)
    setProblem(answer.ok ? null : answer.problem)
    setBusy(false)
  }
  const underWay = busy || waiting.stage === 'fetch' || waiting.stage === 'acknowledge'
  const trouble = problem ? problem.detail || problem.title : waiting.error
  const facts = [writtenSize(waiting.size), writtenExpiry(waiting.expiresAt, minute.value)].filter(
    (fact) => fact !== '',
  )
  return (
    <div class="waiting" data-testid="waiting">
      <Icon name="download" />
      <div class="waiting-text">
        <strong>{waiting.subject || 'An MMS is waiting'}</strong>
        <span class="muted">
          From {nameOf(phone, waiting.from)}, {facts.join(', ')}
        </span>
        {trouble !== '' && (
          <span class="tone-bad" role="alert">
            Not fetched: {trouble}
          </span>
        )}
      </div>
      {underWay && trouble === '' ? (
        <span class="muted waiting-now">{phone.state === 'no-data' ? 'Waits for data' : 'Downloading…'}</span>
      ) : (
        <button type="button" class="small primary" disabled={busy} onClick={download}>
          Download
        </button>
      )}
    </div>
  )
}
