// The world's clock: real, frozen and wound by hand, or faster.
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { useApp } from '../../views/context.ts'
import { Command } from '../../views/empty.tsx'
import { worldNow } from '../../watches.ts'
import { writtenMoment } from '../../wording.ts'
import { Page, preciseTime, Refused, useCarrierUrl } from './page.tsx'

const MODES = [
  { words: 'Real', body: { mode: 'real' } },
  { words: 'Frozen', body: { mode: 'frozen' } },
  { words: '60 times as fast', body: { mode: 'scaled', rate: 60 } },
  { words: '3600 times as fast', body: { mode: 'scaled', rate: 3600 } },
] as const

const STEPS = [
  ['1 s', 'PT1S'],
  ['10 s', 'PT10S'],
  ['1 min', 'PT1M'],
  ['15 min', 'PT15M'],
  ['1 h', 'PT1H'],
  ['1 day', 'P1D'],
] as const

const TICK_MS = 200

export function ClockPage() {
  const { session } = useApp()
  const [problem, setProblem] = useState<Problem | null>(null)
  const clock = session.clock.value?.clock
  const act = async (method: string, path: string, body: object) => {
    const answer = await session.api.change(method, path, body)
    setProblem(answer.ok ? null : answer.problem)
    await session.readClock()
  }
  const isOn = (body: { mode: string; rate?: number }) =>
    clock?.mode === body.mode && (body.rate === undefined || clock.rate === body.rate)
  return (
    <Page title="Clock" lead="Retries, expiry, timers and delays all wait on this clock. Wind it, and they are done.">
      <Now />
      <Refused problem={problem} />
      <div class="segments clock-modes" role="radiogroup" aria-label="How the clock runs">
        {MODES.map(({ words, body }) => (
          <label key={words} data-checked={isOn(body)}>
            <input
              type="radio"
              name="clock"
              class="unseen"
              checked={isOn(body)}
              onChange={() => void act('PUT', '/clock', body)}
            />
            {words}
          </label>
        ))}
      </div>
      <Steps
        isFrozen={clock?.mode === 'frozen'}
        onStep={(duration) => void act('POST', '/clock/advance', { duration })}
      />
      <FromScript />
    </Page>
  )
}

function FromScript() {
  const url = useCarrierUrl()
  return (
    <section class="page-section" aria-label="From a script">
      <h2>From a script</h2>
      <Command text={`curl -X PUT ${url}/clock -H 'content-type: application/json' -d '{"mode":"frozen"}'`} />
    </section>
  )
}

function Now() {
  const now = new Date(useNow()).toISOString()
  return (
    <p class="clock-now" data-testid="clock-now">
      <time dateTime={now}>{preciseTime(now).slice(0, 8)}</time>
      <span class="muted">{writtenMoment(now).split(',')[0]}</span>
    </p>
  )
}

function Steps({ isFrozen, onStep }: { isFrozen: boolean; onStep: (duration: string) => void }) {
  return (
    <section class="page-section" aria-label="Wind it on">
      <h2>Wind it on</h2>
      <div class="actions">
        {STEPS.map(([words, duration]) => (
          <button type="button" key={duration} disabled={!isFrozen} onClick={() => onStep(duration)}>
            {words}
          </button>
        ))}
      </div>
      <p class="muted">
        {isFrozen
          ? 'Everything that falls due on the way is done before the clock stands again.'
          : 'Only a frozen clock is wound by hand: freeze it first.'}
      </p>
    </section>
  )
}

function useNow(): number {
  const { session } = useApp()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return worldNow(session.clock.value, now)
}
