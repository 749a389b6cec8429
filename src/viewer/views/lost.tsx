// The whole screen, where there is nobody to ask, or nobody who answers without a token.
import { useState } from 'preact/hooks'
import type { Problem } from '../api.ts'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'

export function NobodyThere({ problem }: { problem: Problem }) {
  const { session } = useApp()
  const [busy, setBusy] = useState(false)
  const [now, setNow] = useState(problem)
  const retry = async () => {
    setBusy(true)
    const answer = await session.start()
    setBusy(false)
    if (!answer.ok) setNow(answer.problem)
  }
  return (
    <main>
      <div class="lost" role="alert">
        <Icon name="warn" size={40} />
        <h1>{now.title}</h1>
        <p class="muted">{now.detail}</p>
        <button type="button" class="primary" disabled={busy} onClick={retry}>
          Try again
        </button>
      </div>
    </main>
  )
}

/** The token goes to the server by an address that it answers with a cookie: no script keeps it. */
export function TokenWanted() {
  const [token, setToken] = useState('')
  const open = (event: Event) => {
    event.preventDefault()
    const here = new URL(location.href)
    here.searchParams.set('token', token.trim())
    location.assign(here)
  }
  return (
    <main class="lost" data-testid="token-wanted">
      <Icon name="accounts" size={40} />
      <h1>Partyline asks for its token</h1>
      <p class="muted">
        It listens publicly, and was started again or with another token since this page was opened. The token was
        printed when it started, or given to it as PARTYLINE_TOKEN.
      </p>
      <form class="token-form" onSubmit={open}>
        <input
          type="password"
          aria-label="Token"
          autoComplete="off"
          data-testid="token"
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <button type="submit" class="primary" disabled={token.trim() === ''}>
          Open
        </button>
      </form>
    </main>
  )
}
