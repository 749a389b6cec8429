// All phones: who they are, whether they can be reached, what they have not read; and which stand side by side.

import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { writtenNumber } from '../numbers.ts'
import { hrefOf, isOfNetwork } from '../router.ts'
import { routeTo, STAGE_COUNT } from '../screen.ts'
import { unreadOf } from '../state.ts'
import type { Phone } from '../wire.ts'
import { STATE_WORDS } from '../wording.ts'
import { Face } from './avatar.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import { NetworkRail, RailSwitch } from './rail-network.tsx'
import { useRoving } from './roving.ts'
import { useStaged } from './stage.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** Rows drawn; the filter finds the others. */
const ROW_COUNT = 200

export function Rail() {
  const { screen } = useApp()
  const isNetwork = isOfNetwork(screen.route.value)
  return (
    <nav class="rail" aria-label={isNetwork ? 'Network' : 'Phones'}>
      <div class="rail-head">
        <Link class="brand" to="/" label="Partyline, all phones" current={screen.full.value === null}>
          <img src="/favicon.svg" alt="" width="24" height="24" />
          <span>Partyline</span>
        </Link>
        <RailSwitch isNetwork={isNetwork} />
      </div>
      {isNetwork ? <NetworkRail /> : <PhoneRail />}
      <RailFoot canAdd={!isNetwork} />
    </nav>
  )
}

function RailFoot({ canAdd }: { canAdd: boolean }) {
  const { screen } = useApp()
  const open = (of: 'add-phone' | 'help') => () => {
    screen.drawer.value = { of }
  }
  return (
    <div class="rail-foot">
      {canAdd && (
        <button
          type="button"
          class="rail-add"
          data-testid="add-phone"
          aria-label="Add a phone"
          onClick={open('add-phone')}
        >
          <Icon name="add" />
          <span>Add a phone</span>
        </button>
      )}
      <div class="rail-tools">
        <ThemeSwitch />
        <button
          type="button"
          class="quiet"
          aria-label="Help and keyboard shortcuts"
          title="Help (?)"
          onClick={open('help')}
        >
          <Icon name="help" />
        </button>
      </div>
    </div>
  )
}

function PhoneRail() {
  const { session, screen } = useApp()
  const filter = useSignal('')
  const list = useRef<HTMLUListElement>(null)
  useRoving(list, { item: '.rail-link', start: 'first' })
  const active = screen.active.value
  useEffect(() => {
    list.current?.querySelector('[data-active="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active])
  const phones = session.model.value.phones?.rows ?? []
  const found = phones.filter((phone) => matches(phone, filter.value))
  return (
    <>
      <label class="rail-filter">
        <Icon name="search" size={16} />
        <input
          type="search"
          placeholder="Find a phone"
          aria-label="Find a phone by name or number"
          data-testid="filter"
          value={filter.value}
          onInput={(event) => {
            filter.value = event.currentTarget.value
          }}
        />
      </label>
      <ul class="rail-list" ref={list}>
        {found.slice(0, ROW_COUNT).map((phone) => (
          <RailRow key={phone.number} phone={phone} />
        ))}
        {found.length > ROW_COUNT && (
          <li class="muted rail-note">{found.length - ROW_COUNT} more: type to find them</li>
        )}
        {found.length === 0 && phones.length > 0 && <li class="muted rail-note">No phone like “{filter.value}”</li>}
      </ul>
    </>
  )
}

function RailRow({ phone }: { phone: Phone }) {
  const { session, screen } = useApp()
  const unread = unreadOf(session.model.value, phone)
  const state = STATE_WORDS[phone.state]
  const isOn = screen.full.value === phone.number
  const staged = useStaged()
  const isStaged = screen.full.value === null && staged.some((it) => it.number === phone.number)
  return (
    <li
      class="rail-row"
      data-on={isOn}
      data-staged={isStaged}
      data-active={screen.active.value === phone.number}
      data-testid="rail-phone"
      data-phone={phone.number}
    >
      <Link
        class="rail-link"
        to={hrefOf(routeTo(phone.number, screen.places.value[phone.number] ?? { at: 'list' }))}
        title={`${phone.name || 'Phone'}, ${state.name}`}
        current={isOn}
      >
        <span class="rail-face">
          <Face number={phone.number} name={phone.name || phone.number} />
          {phone.state !== 'online' && <span class={`rail-state tone-${state.tone}`} />}
        </span>
        <span class="rail-text">
          <span class="rail-name">{phone.name || 'Phone'}</span>
          <span class="number">{writtenNumber(phone.number)}</span>
        </span>
        <span class="unseen">{state.name}</span>
        <Unread count={unread} />
      </Link>
      <StageToggle phone={phone} />
    </li>
  )
}

function Unread({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span class="badge">
      {count}
      <span class="unseen"> unread</span>
    </span>
  )
}

/** Puts a phone beside the others, or takes it away. */
function StageToggle({ phone }: { phone: Phone }) {
  const { screen } = useApp()
  const staged = useStaged().map((it) => it.number)
  const isStaged = staged.includes(phone.number)
  const isFullStage = !isStaged && staged.length >= STAGE_COUNT
  const words = isFullStage
    ? `${STAGE_COUNT} phones fit side by side`
    : isStaged
      ? 'Take off the stage'
      : 'Put side by side'
  const toggle = () => {
    const next = isStaged ? staged.filter((number) => number !== phone.number) : [...staged, phone.number]
    screen.staged.value = next
    screen.navigate({ page: 'stage', phones: [] })
  }
  return (
    <button
      type="button"
      class="quiet rail-toggle"
      aria-pressed={isStaged}
      aria-label={`${phone.name || phone.number} side by side`}
      title={words}
      disabled={isFullStage || (isStaged && staged.length === 1)}
      onClick={toggle}
    >
      <Icon name="grid" size={16} />
    </button>
  )
}

function matches(phone: Phone, filter: string): boolean {
  const wanted = filter.trim().toLowerCase()
  const digits = wanted.replace(/\D/g, '')
  return phone.name.toLowerCase().includes(wanted) || (digits !== '' && phone.number.includes(digits))
}
