// The rail's other side: the pages of the network, and the switch between both.
import { useEffect, useRef } from 'preact/hooks'
import { hrefOf, NETWORK_PAGES, type NetworkPage, networkHref } from '../router.ts'
import { useApp } from './context.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import { useRoving } from './roving.ts'

const WORDS = {
  messages: 'Messages',
  conversations: 'Conversations',
  sessions: 'SMPP sessions',
  accounts: 'Accounts',
  numbers: 'Numbers',
  webhooks: 'Webhooks',
  faults: 'Faults',
  clock: 'Clock',
} satisfies Record<NetworkPage, string>

export function RailSwitch({ isNetwork }: { isNetwork: boolean }) {
  return (
    <div class="rail-switch">
      <Link to={hrefOf({ page: 'stage', phones: [] })} title="Phones (g p)" current={!isNetwork} testid="to-phones">
        <Icon name="phone" size={16} />
        <span>Phones</span>
      </Link>
      <Link to={networkHref('messages')} title="Network (g m)" current={isNetwork} testid="to-network">
        <Icon name="network" size={16} />
        <span>Network</span>
      </Link>
    </div>
  )
}

export function NetworkRail() {
  const { session, screen } = useApp()
  const list = useRef<HTMLUListElement>(null)
  useRoving(list, { item: '.rail-link', start: 'first' })
  const route = screen.route.value
  const here = route.page === 'network' ? route.of : 'messages'
  useEffect(() => {
    list.current?.querySelector('[data-on="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [here])
  return (
    <ul class="rail-list rail-pages" ref={list}>
      {NETWORK_PAGES.map((page) => (
        <li class="rail-row" key={page} data-on={page === here} data-testid={`to-${page}`}>
          <Link class="rail-link" to={networkHref(page)} title={WORDS[page]} current={page === here}>
            <Icon name={page} />
            <span class="rail-text">{WORDS[page]}</span>
            {page === 'faults' && session.faults.value > 0 && (
              <span class="badge badge-bad">{session.faults.value}</span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  )
}
