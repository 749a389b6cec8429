// The drawer: details, people, radio, help. Not a modal: the phones stay live beside it.
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Drawer } from '../screen.ts'
import { useApp } from './context.ts'
import { AddPhoneDrawer } from './drawer-add-phone.tsx'
import { DetailsDrawer } from './drawer-details.tsx'
import { HelpDrawer } from './drawer-help.tsx'
import { MembersDrawer } from './drawer-members.tsx'
import { RadioDrawer } from './drawer-radio.tsx'
import { Icon } from './icons.tsx'
import { Later } from './later.tsx'

const NARROWEST = 320
const WIDEST = 720
const KEY_STEP = 32

const TITLES = {
  details: 'Message',
  members: 'People',
  radio: 'Phone',
  hop: 'Hop',
  agent: 'The business',
  'add-phone': 'Add a phone',
  help: 'Help',
} satisfies Record<Drawer['of'], string>

export function DrawerView() {
  const { screen } = useApp()
  const panel = useRef<HTMLElement>(null)
  const drawer = screen.drawer.value
  const identity = drawer === null ? '' : JSON.stringify(drawer)
  useReturningFocus(panel, identity)
  useEffect(() => {
    panel.current?.style.setProperty('--drawer-width', `${screen.drawerWidth.value}px`)
  })
  if (drawer === null) return null
  return (
    <aside class="drawer" ref={panel} data-testid="drawer" aria-label={TITLES[drawer.of]} tabIndex={-1}>
      <Resizer />
      <header class="drawer-head">
        <h2>{TITLES[drawer.of]}</h2>
        <button
          type="button"
          class="quiet"
          aria-label="Close"
          title="Close (Esc)"
          onClick={() => {
            screen.drawer.value = null
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="drawer-body" key={identity}>
        <Inside drawer={drawer} />
      </div>
    </aside>
  )
}

function Inside({ drawer }: { drawer: Drawer }) {
  switch (drawer.of) {
    case 'details':
      return <DetailsDrawer message={drawer.message} />
    case 'members':
      return <MembersDrawer number={drawer.phone} thread={drawer.thread} />
    case 'radio':
      return <RadioDrawer number={drawer.phone} />
    case 'hop':
      return <Later name="HopDrawer" message={drawer.message} seq={drawer.seq} />
    case 'agent':
      return <Later name="AgentDrawer" conversation={drawer.conversation} />
    case 'add-phone':
      return <AddPhoneDrawer />
    case 'help':
      return <HelpDrawer />
  }
}

/** The drawer takes the focus when it opens, and gives it back at once when it closes: the next key is meant for there. */
function useReturningFocus(panel: { readonly current: HTMLElement | null }, identity: string): void {
  const before = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (identity !== '') {
      if (!panel.current?.contains(document.activeElement)) before.current = document.activeElement
      const field = panel.current?.querySelector<HTMLElement>('[data-autofocus]')
      ;(field ?? panel.current)?.focus()
      return
    }
    if (before.current instanceof HTMLElement) before.current.focus()
    before.current = null
  }, [identity])
}

function Resizer() {
  const { screen } = useApp()
  const { drawerWidth } = screen
  const setWidth = (width: number) => {
    drawerWidth.value = Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)))
  }
  const onKeyDown = (event: JSX.TargetedKeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowLeft: KEY_STEP, ArrowRight: -KEY_STEP }[event.key]
    if (step !== undefined) setWidth(drawerWidth.value + step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: hr cannot be moved; this is the window-splitter pattern
    <div
      class="resizer"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the drawer"
      aria-valuenow={drawerWidth.value}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) setWidth(innerWidth - event.clientX)
      }}
    />
  )
}
