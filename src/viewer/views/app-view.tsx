// The whole screen: rail, stage, drawer, and what to say when there is nobody to ask.
import { useState } from 'preact/hooks'
import type { Problem } from '../api.ts'
import { Announcer } from './announcer.tsx'
import { Banner } from './banner.tsx'
import { type App, AppContext, useApp } from './context.ts'
import { DrawerView } from './drawer.tsx'
import { Icon } from './icons.tsx'
import { Rail } from './rail.tsx'
import { Stage } from './stage.tsx'

export function AppView({ app, problem }: { app: App; problem: Problem | null }) {
  return (
    <AppContext.Provider value={app}>
      <Frame problem={problem} />
    </AppContext.Provider>
  )
}

function Frame({ problem }: { problem: Problem | null }) {
  const { session, screen } = useApp()
  const started = session.model.value.phones !== null
  if (!started) return problem ? <NobodyThere problem={problem} /> : null
  return (
    <div
      class="frame"
      data-bare={screen.bare}
      data-drawer={screen.drawer.value !== null}
      data-full={screen.full.value !== null}
    >
      {!screen.bare && (
        <div class="rail-place">
          <Rail />
        </div>
      )}
      <main>
        <Banner />
        <Stage />
      </main>
      <DrawerView />
      <Announcer />
    </div>
  )
}

function NobodyThere({ problem }: { problem: Problem }) {
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
    <main class="lost" role="alert">
      <Icon name="warn" size={40} />
      <h1>{now.title}</h1>
      <p class="muted">{now.detail}</p>
      <button type="button" class="primary" disabled={busy} onClick={retry}>
        Try again
      </button>
    </main>
  )
}
