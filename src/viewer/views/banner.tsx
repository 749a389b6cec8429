// Says when the phones are not live, and what is being done about it.
import { useEffect, useState } from 'preact/hooks'
import { networkHref } from '../router.ts'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'

export function Banner() {
  const { session } = useApp()
  const connection = session.model.value.connection
  return (
    <div class="banner-place" role="status">
      {connection.state === 'lost' && (
        <div class="banner" data-testid="banner">
          <Icon name="warn" size={16} />
          <span>
            <strong>Not live.</strong> The connection to Partyline is lost
            {connection.reason && ` (${connection.reason})`}. <Countdown until={connection.retryAt} />
          </span>
          <button type="button" class="small" onClick={session.reconnect}>
            Try now
          </button>
        </div>
      )}
      <GapNotice />
      <FaultStrip />
    </div>
  )
}

const GAPS = {
  reset: {
    what: 'The carrier began anew.',
    now: 'It was reset or started again, and what stood here is gone. Everything shown is what it has now.',
  },
  missed: {
    what: 'Some events were missed.',
    now: 'More happened than the carrier keeps for a page that is away. Everything shown was fetched anew, and is complete.',
  },
} as const

/** What was on the screen has changed without a word: it says so until somebody has read it. */
function GapNotice() {
  const { session, screen } = useApp()
  const { gap, gapCount } = session.model.value
  if (gap === null || gapCount <= screen.gapsSeen.value) return null
  return (
    <div class="banner" data-testid="gap">
      <Icon name="warn" size={16} />
      <span>
        <strong>{GAPS[gap].what}</strong> {GAPS[gap].now}
      </span>
      <button
        type="button"
        class="small"
        onClick={() => {
          screen.gapsSeen.value = gapCount
        }}
      >
        Understood
      </button>
    </div>
  )
}

/** Nobody should look for a mistake that was ordered. */
function FaultStrip() {
  const { session, screen } = useApp()
  const count = session.faults.value
  if (count === 0) return null
  const route = screen.route.value
  return (
    <div class="banner banner-bad" data-testid="faults-active">
      <Icon name="warn" size={16} />
      <span>
        <strong>{count === 1 ? '1 fault active.' : `${count} faults active.`}</strong> The network misbehaves on
        purpose.
      </span>
      {!(route.page === 'network' && route.of === 'faults') && (
        <Link class="button small" to={networkHref('faults')}>
          Show
        </Link>
      )}
      <button type="button" class="small" onClick={() => session.api.change('DELETE', '/faults')}>
        Clear all
      </button>
    </div>
  )
}

function Countdown({ until }: { until: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  return <span aria-hidden="true">{seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again.'}</span>
}
