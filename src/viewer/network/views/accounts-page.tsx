// Who may talk to the carrier: ESMEs, VASPs, Twilio accounts, each with its numbers and settings.
import { writtenNumber } from '../../numbers.ts'
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Link } from '../../views/link.tsx'
import { type Account, readAccounts } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { CaughtRequests } from './caught-requests.tsx'
import { Empty, Loaded, Page, useCarrierUrl } from './page.tsx'

const KINDS = ['smpp', 'mm7', 'twilio'] as const
const TITLES = { smpp: 'SMPP accounts (ESMEs)', mm7: 'MM7 accounts (VASPs)', twilio: 'Twilio accounts' } as const

export function AccountsPage() {
  const { session } = useApp()
  const accounts = useResource({
    key: 'accounts',
    isChangedBy: about('account.', 'number.'),
    load: async () => {
      const rows: Account[] = []
      for (const kind of KINDS) {
        const answer = await session.api.get(`/accounts/${kind}`, readAccounts)
        if (!answer.ok) return answer
        rows.push(...answer.value)
      }
      return { ok: true, value: rows }
    },
  })
  return (
    <Page title="Accounts" lead="Who may talk to the carrier, with which numbers and settings.">
      <Loaded from={accounts}>
        {(rows) => KINDS.map((kind) => <Kind key={kind} kind={kind} rows={rows.filter((row) => row.kind === kind)} />)}
      </Loaded>
      <CaughtRequests />
    </Page>
  )
}

/** A setting as a person reads it; one of several parts has a line for each. */
function settingWords(value: unknown): string {
  if (value === null) return 'none'
  if (typeof value !== 'object') return String(value)
  const lines = Object.entries(value).map(([name, part]) => `${name}: ${settingWords(part)}`)
  return lines.join('\n') || 'none'
}

function Kind({ kind, rows }: { kind: (typeof KINDS)[number]; rows: readonly Account[] }) {
  const url = useCarrierUrl()
  return (
    <section class="page-section" aria-label={TITLES[kind]}>
      <h2>{TITLES[kind]}</h2>
      {rows.length === 0 && (
        <Empty
          command={`curl -X PUT ${url}/accounts/${kind}/name -H 'content-type: application/json' -d '{"password":"secret"}'`}
        >
          <strong>There is none.</strong> Make one:
        </Empty>
      )}
      <ul class="cards">
        {rows.map((row) => (
          <AccountCard key={row.key} account={row} />
        ))}
      </ul>
    </section>
  )
}

function AccountCard({ account }: { account: Account }) {
  return (
    <li class="card" data-testid="account">
      <h3 class="card-title">{account.key}</h3>
      <dl class="facts">
        <div>
          <dt>Numbers</dt>
          <dd>
            {account.numbers.length === 0 && 'none'}
            {account.numbers.map((number) => (
              <div key={number}>
                <Link to={networkHref('messages', '', `to:${number}`)}>{writtenNumber(number)}</Link>
              </div>
            ))}
          </dd>
        </div>
        {Object.entries(account.settings).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{settingWords(value)}</dd>
          </div>
        ))}
      </dl>
    </li>
  )
}
