// What the pages of the network have in common: a heading, an empty state, a problem, a person's name.
import type { ComponentChildren } from 'preact'
import type { Problem } from '../../api.ts'
import { writtenNumber } from '../../numbers.ts'
import { type NetworkPage, networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Command } from '../../views/empty.tsx'
import { Icon } from '../../views/icons.tsx'
import { Link } from '../../views/link.tsx'
import type { Resource } from '../resource.ts'

type PageProps = {
  readonly title: string
  readonly lead?: ComponentChildren
  readonly actions?: ComponentChildren
  readonly above?: NetworkPage
  readonly children: ComponentChildren
}

export function Page({ title, lead, actions, above, children }: PageProps) {
  return (
    <div class="page" data-testid="page">
      <header class="page-head">
        {above && (
          <Link class="quiet" to={networkHref(above)} label={`Back to ${above}`}>
            <Icon name="back" />
          </Link>
        )}
        <div class="page-title">
          <h1>{title}</h1>
          {lead && <p class="muted">{lead}</p>}
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** Draws a resource when it is there, and says what to do when it cannot be had. */
export function Loaded<T>({ from, isWhole = false, children }: LoadedProps<T>) {
  if (from.value !== null) return <>{children(from.value)}</>
  return from.problem && <Failed problem={from.problem} isWhole={isWhole} onRetry={from.reload} />
}

type LoadedProps<T> = {
  readonly from: Resource<T>
  /** Whether it is the whole page, heading included. */
  readonly isWhole?: boolean
  readonly children: (value: T) => ComponentChildren
}

type FailedProps = { readonly problem: Problem; readonly isWhole: boolean; readonly onRetry: () => void }

function Failed({ problem, isWhole, onRetry }: FailedProps) {
  return (
    <div class="lost" role="alert">
      <Icon name="warn" size={40} />
      {isWhole ? <h1>{problem.title}</h1> : <h2>{problem.title}</h2>}
      <p class="muted">{problem.detail}</p>
      <div class="lost-ways">
        <button type="button" class="primary" onClick={onRetry}>
          Try again
        </button>
        <Link class="button" to={networkHref('messages')}>
          All messages
        </Link>
      </div>
    </div>
  )
}

/** Nothing here yet: what to do, and a command that does it. */
export function Empty({ children, command }: { children: ComponentChildren; command: string }) {
  return (
    <div class="page-empty" data-testid="empty">
      <p>{children}</p>
      <Command text={command} />
    </div>
  )
}

/** What was refused, in its own words. */
export function Refused({ problem }: { problem: Problem | null }) {
  if (problem === null) return null
  return (
    <p class="tone-bad page-problem" role="alert">
      <Icon name="warn" size={16} /> {problem.detail || problem.title}
    </p>
  )
}

/** A number's own name, as the network knows it: the name of the phone that has it. */
export function useNames(): (number: string) => string {
  const { session } = useApp()
  const rows = session.model.value.phones?.rows ?? []
  return (number) => rows.find((phone) => phone.number === number)?.name || writtenNumber(number)
}

/** Where commands and links of this world begin. */
export function useCarrierUrl(): string {
  return `${location.origin}${useApp().session.base}`
}

/** A moment to the thousandth, in the order in which one reads a timetable. */
export function preciseTime(at: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two)
  return `${hours}:${minutes}:${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
