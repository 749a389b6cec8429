// Tells a screen reader, the tab's title and, if asked, the desktop what came in: bursts in one sentence.
import { useEffect, useRef, useState } from 'preact/hooks'
import { arrivalsSince, spokenArrivals } from '../arrivals.ts'
import { unreadOf } from '../state.ts'
import { useApp } from './context.ts'

/** A burst is over when nothing came for this long. */
const QUIET_MS = 700

export function Announcer() {
  const { session, screen } = useApp()
  const model = session.model.value
  const [words, setWords] = useState('')
  const told = useRef(model.seq)
  useEffect(() => {
    const timer = setTimeout(() => {
      const arrivals = arrivalsSince(model.recent, told.current)
      told.current = model.seq
      if (arrivals.length === 0) return
      const sentence = spokenArrivals(arrivals, model.phones?.rows ?? [])
      setWords(sentence)
      if (screen.notify.value && document.visibilityState === 'hidden')
        new Notification('Partyline', { body: sentence })
    }, QUIET_MS)
    return () => clearTimeout(timer)
  }, [model.seq])
  const unread = (model.phones?.rows ?? []).reduce((sum, phone) => sum + unreadOf(model, phone), 0)
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Partyline` : 'Partyline'
    document.querySelector('#icon')?.setAttribute('href', unread > 0 ? '/favicon-unread.svg' : '/favicon.svg')
  }, [unread])
  return (
    <p class="unseen" aria-live="polite" data-testid="announcer">
      {words}
    </p>
  )
}
