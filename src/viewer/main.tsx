// Puts the parts together: session, screen, keyboard, and the view over them.
import { computed, signal } from '@preact/signals'
import { render } from 'preact'
import type { Problem } from './api.ts'
import { listenToKeys } from './keyboard.ts'
import { createScreen } from './screen.ts'
import { createSession } from './session.ts'
import { AppView } from './views/app-view.tsx'
import { worldNow } from './watches.ts'
import './styles/index.css'

const TICK_MS = 1000
const MINUTE_MS = 60_000

/** `?world=` shows another world than main, by the same routes. */
function worldBase(search: string): string {
  const world = new URLSearchParams(search).get('world')
  return world ? `/carrier/worlds/${encodeURIComponent(world)}` : '/carrier'
}

const base = worldBase(location.search)
const session = createSession(base, `${location.origin.replace(/^http/, 'ws')}${base}/feed`)
const screen = createScreen(window)
const tick = signal(Date.now())
setInterval(() => {
  tick.value = Date.now()
}, TICK_MS)
const minute = computed(() => Math.floor(worldNow(session.clock.value, tick.value) / MINUTE_MS) * MINUTE_MS)
const app = { session, screen, minute }

listenToKeys(window, app)
const draw = (problem: Problem | null) => {
  const root = document.querySelector('#app')
  if (root) render(<AppView app={app} problem={problem} />, root)
}
draw(null)
const started = await session.start()
if (!started.ok) draw(started.problem)
