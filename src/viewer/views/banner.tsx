// Says when the phones are not live, and what is being done about it.
import { useEffect, useState } from 'preact/hooks'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'

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
