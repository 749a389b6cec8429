// What came in on a phone that is not on the screen: a line that leads there, for a while. The announcer speaks; this is to see.
import { useEffect, useRef, useState } from 'preact/hooks'
import { arrivalsSince } from '../arrivals.ts'
import { nameOf } from '../people.ts'
import { hrefOf } from '../router.ts'
import type { PhoneMessage } from '../wire.ts'
import { snippetOf } from '../wording.ts'
import { Face } from './avatar.tsx'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import { useStaged } from './stage.tsx'

const SHOWN_MS = 8000
/** At once; the newest push out the oldest. */
const TOAST_COUNT = 3

export function Toasts() {
  const { session } = useApp()
  const model = session.model.value
  const told = useRef(model.seq)
  const inView = usePhonesInView()
  const [toasts, setToasts] = useState<readonly PhoneMessage[]>([])
  const drop = (id: string) => setToasts((all) => all.filter((one) => one.id !== id))
  useEffect(() => {
    const came = arrivalsSince(model.recent, told.current).filter(({ phone }) => !inView.includes(phone))
    told.current = model.seq
    if (came.length > 0) setToasts((all) => [...all, ...came].slice(-TOAST_COUNT))
  }, [model.seq])
  if (toasts.length === 0) return null
  return (
    <section class="toasts" data-testid="toasts" aria-label="New messages">
      <ul>
        {toasts.map((message) => (
          <Toast key={message.id} message={message} onDrop={() => drop(message.id)} />
        ))}
      </ul>
    </section>
  )
}

/** A phone beside others shows its own list; a page of the network shows none. */
function usePhonesInView(): readonly string[] {
  const { screen } = useApp()
  const staged = useStaged().map(({ number }) => number)
  const { value: route } = screen.route
  if (route.page === 'stage') return staged
  return 'phone' in route ? [route.phone] : []
}

function Toast({ message, onDrop }: { message: PhoneMessage; onDrop: () => void }) {
  const { session } = useApp()
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(onDrop, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isHeld])
  const phone = session.model.value.phones?.rows.find(({ number }) => number === message.phone)
  if (!phone) return null
  const hold = (on: boolean) => () => setHeld(on)
  return (
    <li
      class="toast"
      data-testid="toast"
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
      onFocusIn={hold(true)}
      onFocusOut={hold(false)}
    >
      <Link
        class="toast-link"
        to={hrefOf({ page: 'thread', phone: phone.number, thread: message.thread, message: message.id })}
        onFollow={onDrop}
      >
        <Face number={phone.number} name={phone.name || phone.number} size="small" />
        <span class="toast-text">
          <strong>
            {phone.name || phone.number}, from {nameOf(phone, message.from)}
          </strong>
          <span>{snippetOf(message)}</span>
        </span>
      </Link>
      <button type="button" class="quiet" aria-label="Put away" onClick={onDrop}>
        <Icon name="close" size={16} />
      </button>
    </li>
  )
}
