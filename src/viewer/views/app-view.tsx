// The whole screen: rail, stage, drawer, and what to say when there is nobody to ask.
import type { Problem } from '../api.ts'
import { Announcer } from './announcer.tsx'
import { Banner } from './banner.tsx'
import { type App, AppContext, useApp } from './context.ts'
import { DrawerView } from './drawer.tsx'
import { NobodyThere, TokenWanted } from './lost.tsx'
import { Rail } from './rail.tsx'
import { Stage } from './stage.tsx'
import { Toasts } from './toasts.tsx'

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
  if (session.isLocked.value) return <TokenWanted />
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
      {!screen.bare && <Toasts />}
    </div>
  )
}
