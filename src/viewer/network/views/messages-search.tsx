// The line to search on, and filters that are links.
import { useEffect, useRef, useState } from 'preact/hooks'
import { FIELDS } from '../../../../protocols/search/index.ts'
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Icon } from '../../views/icons.tsx'
import { Link } from '../../views/link.tsx'

const FILTERS = ['is:group', 'via:sms', 'via:mms', 'has:media', 'status:delivered', 'status:waiting', 'status:failed']

/** Letters typed closer together than this are looked for once. */
const TYPING_MS = 150

export function Search({ query }: { query: string }) {
  const { screen } = useApp()
  const [typed, setTyped] = useState(query)
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => {
    setTyped(query)
    return () => clearTimeout(timer.current)
  }, [query])
  const change = (next: string) => {
    setTyped(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      screen.navigate({ page: 'network', of: 'messages', id: '', query: next.trim() }, true)
    }, TYPING_MS)
  }
  return (
    <div class="search">
      <label class="search-field">
        <Icon name="search" size={16} />
        <input
          type="search"
          data-testid="search"
          aria-label="Search messages"
          placeholder="to:+1202…  is:group  has:media  &quot;two words&quot;  /pattern/"
          title={`Fields: ${FIELDS.join(', ')}`}
          value={typed}
          onInput={(event) => change(event.currentTarget.value)}
        />
      </label>
      <Filters query={query} />
    </div>
  )
}

function Filters({ query }: { query: string }) {
  return (
    <ul class="filters" aria-label="Filters">
      {FILTERS.map((filter) => (
        <li key={filter}>
          <Link class="filter" to={networkHref('messages', '', toggled(query, filter))} current={has(query, filter)}>
            {filter}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function has(query: string, filter: string): boolean {
  return query.split(/\s+/).includes(filter)
}

/** A filter once more takes it away; another value of its field takes its place. */
export function toggled(query: string, filter: string): string {
  const [field] = filter.split(':')
  const others = query.split(/\s+/).filter((term) => term !== '' && !term.startsWith(`${field}:`))
  return (has(query, filter) ? others : [...others, filter]).join(' ')
}
