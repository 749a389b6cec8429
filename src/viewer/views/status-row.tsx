// The top of a phone: whose it is, the world's time, signal and data. The right half opens the radio panel.
import { writtenNumber } from '../numbers.ts'
import { hrefOf } from '../router.ts'
import { routeTo } from '../screen.ts'
import type { Phone, PhoneState } from '../wire.ts'
import { STATE_WORDS, writtenTime } from '../wording.ts'
import { useApp } from './context.ts'
import { Battery, DataSign, Icon, SignalBars } from './icons.tsx'
import { Link } from './link.tsx'

/** States in which SMS and calls reach the phone. */
const REACHABLE: readonly PhoneState[] = ['online', 'no-data', 'memory-full']

export function StatusRow({ phone }: { phone: Phone }) {
  const { screen, minute } = useApp()
  const state = STATE_WORDS[phone.state]
  const time = writtenTime(minute.value)
  const hasData = phone.state === 'online'
  return (
    <div class="status-row">
      <span class="owner">
        <strong>{phone.name || 'Phone'}</strong> <span class="number">{writtenNumber(phone.number)}</span>
      </span>
      <button
        type="button"
        class="radio"
        data-testid="radio"
        title="Radio and settings"
        onClick={() => {
          screen.drawer.value = { of: 'radio', phone: phone.number }
        }}
      >
        <time>{time}</time>
        {phone.state === 'airplane' ? <Icon name="plane" size={16} /> : <SignalBars reachable={isReachable(phone)} />}
        <DataSign hasData={hasData} />
        <span class="data">{hasData ? 'MMS data' : 'no data'}</span>
        <Battery isOn={phone.state !== 'off'} />
        <span class="unseen">
          {hasData ? 'With data' : 'Without data'}. {state.name}. Radio and settings of {phone.name || phone.number}
        </span>
      </button>
      {!screen.bare && <SizeLink phone={phone} />}
    </div>
  )
}

export function isReachable(phone: Phone): boolean {
  return REACHABLE.includes(phone.state)
}

function SizeLink({ phone }: { phone: Phone }) {
  const { screen } = useApp()
  const isFull = screen.full.value === phone.number
  const to = isFull
    ? ({ page: 'stage', phones: [] } as const)
    : routeTo(phone.number, screen.places.value[phone.number] ?? { at: 'list' })
  const label = isFull ? 'Back to all phones' : `Show ${phone.name || phone.number} alone`
  return (
    <Link class="quiet" to={hrefOf(to)} label={label}>
      <Icon name={isFull ? 'grid' : 'expand'} size={16} />
    </Link>
  )
}

/** A strip under the status row while the phone is not simply online. */
export function StateStrip({ phone }: { phone: Phone }) {
  const { session } = useApp()
  const state = STATE_WORDS[phone.state]
  if (phone.state === 'online') return null
  return (
    <div class={`strip tone-${state.tone}`} data-testid="phone-state">
      <Icon name="warn" size={16} />
      <span>
        <strong>{state.name}.</strong> {state.meaning}
      </span>
      <button type="button" class="small" onClick={() => session.putPhone(phone.number, { state: 'online' })}>
        Go online
      </button>
    </div>
  )
}
