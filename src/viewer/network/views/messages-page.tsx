// The log of the network: every message, live, narrowed by the search grammar of the control API.
import { useEffect, useState } from 'preact/hooks'
import { FIELDS, mismatches, parseQuery } from '../../../../protocols/search/index.ts'
import { journeyHref, networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Icon } from '../../views/icons.tsx'
import { Link } from '../../views/link.tsx'
import { outcomeOf, overallState, searchable, snippetOfNetwork } from '../message-words.ts'
import { type NetworkMessage, readNetworkMessages } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { Empty, Loaded, Page, preciseTime, Refused, useCarrierUrl, useNames } from './page.tsx'

/** Messages asked for at once. */
const PAGE_COUNT = 200

const FILTERS = ['is:group', 'via:sms', 'via:mms', 'has:media', 'status:delivered', 'status:waiting', 'status:failed']

export function MessagesPage({ query }: { query: string }) {
  const { session } = useApp()
  const [earlier, setEarlier] = useState<readonly NetworkMessage[]>([])
  const [isAll, setAll] = useState(false)
  const newest = useResource({
    key: 'messages',
    isChangedBy: about('message.', 'delivery.'),
    load: () => session.api.get(`/messages?limit=${PAGE_COUNT}`, readNetworkMessages),
  })
  const rows = joined(newest.value ?? [], earlier)
  const parsed = parseQuery(query)
  const found = parsed.ok ? rows.filter((row) => mismatches(searchable(row), parsed.terms).length === 0) : []
  const lookBack = async () => {
    const oldest = rows.at(-1)?.id
    const answer = await session.api.get(`/messages?limit=${PAGE_COUNT}&before=${oldest}`, readNetworkMessages)
    if (!answer.ok) return
    setEarlier(joined(earlier, answer.value))
    setAll(answer.value.length < PAGE_COUNT)
  }
  const hasMore = rows.length >= PAGE_COUNT && !isAll
  return (
    <Page title="Messages" lead="Everything the carrier took, newest first. A message opens its journey.">
      <Search query={query} />
      {!parsed.ok && <Refused problem={{ title: 'This cannot be searched for', detail: parsed.reason, status: 400 }} />}
      <Loaded from={newest}>
        {() => (
          <>
            {rows.length === 0 && <NoMessages />}
            {rows.length > 0 && found.length === 0 && parsed.ok && (
              <p class="page-empty muted" data-testid="none-found">
                None of the {rows.length} newest messages matches <code>{query}</code>.{' '}
                <Link to={networkHref('messages')}>Show all</Link>
              </p>
            )}
            {found.length > 0 && <Log messages={found} />}
            {hasMore && (
              <button type="button" class="small page-more" onClick={lookBack}>
                Look further back
              </button>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** Two overlapping pages, newest first; the first one is right about what both have. */
function joined(newer: readonly NetworkMessage[], older: readonly NetworkMessage[]): NetworkMessage[] {
  const known = new Set(newer.map(({ id }) => id))
  return [...newer, ...older.filter(({ id }) => !known.has(id))]
}

function Search({ query }: { query: string }) {
  const { screen } = useApp()
  const [typed, setTyped] = useState(query)
  useEffect(() => setTyped(query), [query])
  const change = (next: string) => {
    setTyped(next)
    screen.navigate({ page: 'network', of: 'messages', id: '', query: next.trim() }, true)
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
      <ul class="filters" aria-label="Filters">
        {FILTERS.map((filter) => (
          <li key={filter}>
            <Link class="filter" to={networkHref('messages', '', toggled(query, filter))} current={has(query, filter)}>
              {filter}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function has(query: string, filter: string): boolean {
  return query.split(/\s+/).includes(filter)
}

/** A filter once more takes it away; another value of its field takes its place. */
function toggled(query: string, filter: string): string {
  const [field] = filter.split(':')
  const others = query.split(/\s+/).filter((term) => term !== '' && !term.startsWith(`${field}:`))
  return (has(query, filter) ? others : [...others, filter]).join(' ')
}

function Log({ messages }: { messages: readonly NetworkMessage[] }) {
  const names = useNames()
  return (
    <table class="table log-table" data-testid="message-log">
      <thead>
        <tr>
          <th>Time</th>
          <th>From</th>
          <th>To</th>
          <th>Message</th>
          <th>Kind</th>
          <th>Outcome</th>
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <tr key={message.id} data-testid="message-row">
            <td class="number">{preciseTime(message.at).slice(0, 8)}</td>
            <td>
              <Link to={networkHref('messages', '', `from:${message.from}`)}>{names(message.from)}</Link>
            </td>
            <td>
              <Recipients numbers={[...message.to, ...message.cc]} names={names} />
            </td>
            <td class="wide">
              <Link class="row-link" to={journeyHref(message.id)}>
                {snippetOfNetwork(message)}
              </Link>
            </td>
            <td>{message.transport.toUpperCase()}</td>
            <td>
              <span class="state" data-state={overallState(message)}>
                {outcomeOf(message)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Names spelled out in one row. */
const NAME_COUNT = 3

function Recipients({ numbers, names }: { numbers: readonly string[]; names: (number: string) => string }) {
  const shown = numbers.slice(0, NAME_COUNT)
  return (
    <>
      {shown.map((number, index) => (
        <span key={number}>
          {index > 0 && ', '}
          <Link to={networkHref('messages', '', `to:${number}`)}>{names(number)}</Link>
        </span>
      ))}
      {numbers.length > shown.length && ` +${numbers.length - shown.length}`}
    </>
  )
}

function NoMessages() {
  const url = useCarrierUrl()
  const { session } = useApp()
  const [first = '+12025550101', second = '+12025550102'] = (session.model.value.phones?.rows ?? []).map(
    ({ number }) => number,
  )
  return (
    <Empty
      command={`curl ${url}/phones/${first}/messages -H 'content-type: application/json' -d '{"to":["${second}"],"text":"Hello"}'`}
    >
      <strong>No messages yet.</strong> Whatever an application or a phone sends appears here at once. Send one:
    </Empty>
  )
}
