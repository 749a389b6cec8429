// The middle: phones side by side, or one at full size.
import { useEffect } from 'preact/hooks'
import { typedNumber, writtenNumber } from '../numbers.ts'
import { hrefOf, type Route } from '../router.ts'
import { STAGE_COUNT } from '../screen.ts'
import type { Phone, PhoneNumber } from '../wire.ts'
import { useApp, usePhone } from './context.ts'
import { Icon } from './icons.tsx'
import { Later } from './later.tsx'
import { Link } from './link.tsx'
import { PhoneCard } from './phone-card.tsx'

export function Stage() {
  const { screen } = useApp()
  const route = screen.route.value
  if (route.page === 'unknown') return <Lost title="There is nothing at this address" detail={route.path} />
  if (route.page === 'network' || route.page === 'journey') return <Later name="NetworkPage" />
  if (route.page === 'stage') return <SideBySide />
  return <FullSize key={route.phone} number={route.phone} route={route} />
}

function SideBySide() {
  const { screen } = useApp()
  const phones = useStaged()
  useEffect(() => {
    if (!phones.some((phone) => phone.number === screen.active.value)) screen.active.value = phones[0]?.number ?? ''
  })
  if (phones.length === 0) return <NoPhones />
  return (
    <div class="stage" data-count={phones.length}>
      <h1 class="unseen">Phones side by side</h1>
      {phones.map((phone) => (
        <PhoneCard key={phone.number} phone={phone} isFull={false} />
      ))}
    </div>
  )
}

function FullSize({ number, route }: { number: PhoneNumber; route: Route }) {
  const { screen } = useApp()
  const phone = usePhone(number)
  useEffect(() => {
    screen.active.value = number
  }, [number])
  useLatest(number, route)
  if (phone === null) return <Gone number={number} />
  return (
    <div class="stage stage-full">
      <h1 class="unseen">Phone of {phone.name || writtenNumber(number)}</h1>
      <PhoneCard phone={phone} isFull={true} />
    </div>
  )
}

/** `/phones/{n}/latest` goes on to the newest message as soon as it is known. */
function useLatest(number: PhoneNumber, route: Route): void {
  const { session, screen } = useApp()
  const newest = session.model.value.threads[number]?.rows[0]
  useEffect(() => {
    if (route.page !== 'latest') return
    session.want({ of: 'threads', phone: number })
    if (!newest) return
    screen.navigate({ page: 'thread', phone: number, thread: newest.id, message: newest.lastMessage?.id ?? '' }, true)
  }, [route, newest])
}

/** The phones side by side: those in the address, else those the person chose, else the first ones that fit. */
export function useStaged(): Phone[] {
  const { session, screen } = useApp()
  const route = screen.route.value
  const rows = session.model.value.phones?.rows ?? []
  const named = route.page === 'stage' && route.phones.length > 0 ? route.phones : screen.staged.value
  if (!Array.isArray(named)) return rows.slice(0, 3)
  const chosen = named.flatMap((number) => rows.find((phone) => phone.number === number) ?? [])
  return (chosen.length > 0 ? chosen : rows.slice(0, 3)).slice(0, STAGE_COUNT)
}

function NoPhones() {
  const { screen } = useApp()
  return (
    <div class="lost">
      <Icon name="phone" size={40} />
      <h1>No phones here yet</h1>
      <p class="muted">Add one, or text any number: it becomes a phone the first time somebody writes to it.</p>
      <button
        type="button"
        class="primary"
        onClick={() => {
          screen.drawer.value = { of: 'add-phone' }
        }}
      >
        Add a phone
      </button>
    </div>
  )
}

function Gone({ number }: { number: PhoneNumber }) {
  const { session } = useApp()
  const canBeAdded = typedNumber(number) !== null
  return (
    <Lost
      title={`There is no phone ${writtenNumber(number)}`}
      detail="It may have been removed, or the carrier was reset."
    >
      {canBeAdded && (
        <button type="button" class="primary" onClick={() => session.putPhone(number, {})}>
          Add this phone
        </button>
      )}
    </Lost>
  )
}

function Lost({ title, detail, children }: { title: string; detail: string; children?: preact.ComponentChildren }) {
  return (
    <div class="lost">
      <Icon name="phone" size={40} />
      <h1>{title}</h1>
      <p class="muted">{detail}</p>
      <div class="lost-ways">
        {children}
        <Link class="button" to={hrefOf({ page: 'stage', phones: [] })}>
          All phones
        </Link>
      </div>
    </div>
  )
}
