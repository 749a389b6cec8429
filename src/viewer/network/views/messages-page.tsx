// The log of the network: every message, live, narrowed by the search grammar of the control API. The carrier looks for
// them; what stands here is one page at a time, however long the log is.
import { useEffect, useRef, useState } from 'preact/hooks'
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Link } from '../../views/link.tsx'
import { type NetworkMessage, readNetworkMessages } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { Log } from './messages-log.tsx'
import { Search } from './messages-search.tsx'
import { Empty, Loaded, Page, useCarrierUrl } from './page.tsx'

const PAGE_COUNT = 100

/** A search goes through all messages: while many come in it is repeated less often than a plain list. */
const SEARCH_BURST_MS = 600

export function MessagesPage({ query }: { query: string }) {
  const [before, setBefore] = useState('')
  useEffect(() => setBefore(''), [query])
  return (
    <Page title="Messages" lead="Everything the carrier took, newest first. A message opens its journey.">
      <Search query={query} />
      <Found query={query} before={before} onPage={setBefore} />
    </Page>
  )
}

type FoundProps = {
  readonly query: string
  /** The message that a page lies before; empty for the newest page. */
  readonly before: string
  readonly onPage: (before: string) => void
}

function Found({ query, before, onPage }: FoundProps) {
  const { session } = useApp()
  const asked = new URLSearchParams({ limit: String(PAGE_COUNT), ...(query && { query }), ...(before && { before }) })
  const found = useResource({
    key: `messages ${asked}`,
    isChangedBy: about('message.', 'messages.', 'delivery.'),
    load: () => session.api.get(`/messages?${asked}`, readNetworkMessages),
    ...(query !== '' && { burstMs: SEARCH_BURST_MS }),
  })
  // While the next letter is looked for, what was found last stays.
  const last = useRef<readonly NetworkMessage[] | null>(null)
  if (found.value !== null) last.current = found.value
  const rows = found.problem ? null : (found.value ?? last.current)
  return (
    <Loaded from={{ ...found, value: rows }}>
      {(messages) => (
        <>
          {messages.length === 0 && <Nothing query={query} />}
          {messages.length > 0 && <Log messages={messages} />}
          <div class="actions page-more">
            {before !== '' && (
              <button type="button" class="small" onClick={() => onPage('')}>
                Newest
              </button>
            )}
            {messages.length >= PAGE_COUNT && (
              <button type="button" class="small" onClick={() => onPage(messages.at(-1)?.id ?? '')}>
                Earlier messages
              </button>
            )}
          </div>
        </>
      )}
    </Loaded>
  )
}

function Nothing({ query }: { query: string }) {
  if (query === '') return <NoMessages />
  return (
    <p class="page-empty muted" data-testid="none-found">
      No message matches <code>{query}</code>. <Link to={networkHref('messages')}>Show all</Link>
    </p>
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
