// Numbers of applications and who owns them; a new one is bought by naming its owner.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { typedNumber, writtenNumber } from '../../numbers.ts'
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Link } from '../../views/link.tsx'
import { type Account, type OwnedNumber, readAccounts, readNumbers } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { Empty, Loaded, Page, Refused, useCarrierUrl } from './page.tsx'

const KINDS = ['twilio', 'smpp', 'mm7'] as const

export function NumbersPage() {
  const { session } = useApp()
  const numbers = useResource({
    key: 'numbers',
    isChangedBy: about('number.', 'account.'),
    load: () => session.api.get('/numbers', readNumbers),
  })
  const accounts = useResource({
    key: 'owners',
    isChangedBy: about('account.'),
    load: async () => {
      const answers = await Promise.all(KINDS.map((kind) => session.api.get(`/accounts/${kind}`, readAccounts)))
      const failed = answers.find((answer) => !answer.ok)
      return failed ?? { ok: true as const, value: answers.flatMap((answer) => (answer.ok ? answer.value : [])) }
    },
  })
  const owners = accounts.value ?? []
  return (
    <Page title="Numbers" lead="Long codes, toll-free numbers and short codes that belong to applications.">
      <Buy owners={owners} onDone={numbers.reload} />
      <Loaded from={numbers}>
        {(rows) =>
          rows.length === 0 ? <NoNumbers /> : <Numbers rows={rows} owners={owners} onDone={numbers.reload} />
        }
      </Loaded>
    </Page>
  )
}

function NoNumbers() {
  const url = useCarrierUrl()
  return (
    <Empty
      command={`curl -X PUT ${url}/numbers/+15017122670 -H 'content-type: application/json' -d '{"owner":{"kind":"smpp","account":"esme"}}'`}
    >
      <strong>No application has a number.</strong> Give one out above, or:
    </Empty>
  )
}

type OwnersProps = { readonly owners: readonly Account[]; readonly onDone: () => void }

const INCOMPLETE: Problem = {
  title: '',
  detail: 'Type a number such as +1 501 712 2670, and choose who gets it.',
  status: 0,
}

function Buy({ owners, onDone }: OwnersProps) {
  const { session } = useApp()
  const [typed, setTyped] = useState('')
  const [owner, setOwner] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const number = typedNumber(typed)
  const buy = async (event: Event) => {
    event.preventDefault()
    const chosen = ownerOf(owner || keyOf(owners[0]))
    if (number === null || chosen === null) return setProblem(INCOMPLETE)
    const answer = await session.api.change('PUT', `/numbers/${encodeURIComponent(number)}`, { owner: chosen })
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    setTyped('')
    onDone()
  }
  return (
    <form class="form-line" onSubmit={buy}>
      <NewNumber typed={typed} onType={setTyped} />
      <OwnerSelect
        owners={owners}
        value={owner || keyOf(owners[0])}
        label="Owner of the new number"
        onChange={setOwner}
      />
      <button type="submit" class="primary" data-testid="buy">
        Buy it
      </button>
      <Refused problem={problem} />
    </form>
  )
}

function NewNumber({ typed, onType }: { typed: string; onType: (typed: string) => void }) {
  return (
    <label>
      New number
      <input
        type="text"
        inputMode="tel"
        data-testid="new-number"
        placeholder="+1 501 712 2670"
        value={typed}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </label>
  )
}

function OwnerSelect({
  owners,
  value,
  onChange,
  label,
}: {
  owners: readonly Account[]
  value: string
  onChange: (key: string) => void
  label: string
}) {
  return (
    <select value={value} onChange={(event) => onChange(event.currentTarget.value)} aria-label={label}>
      {owners.map((account) => (
        <option key={keyOf(account)} value={keyOf(account)}>
          {account.kind}: {account.key.length > 20 ? `${account.key.slice(0, 8)}…` : account.key}
        </option>
      ))}
    </select>
  )
}

function keyOf(account: Pick<Account, 'kind' | 'key'> | undefined): string {
  return account === undefined ? '' : `${account.kind} ${account.key}`
}

function ownerOf(key: string): { kind: string; account: string } | null {
  const [kind = '', account = ''] = key.split(' ')
  return account === '' ? null : { kind, account }
}

function Numbers({ rows, owners, onDone }: OwnersProps & { readonly rows: readonly OwnedNumber[] }) {
  const { session } = useApp()
  const [problem, setProblem] = useState<Problem | null>(null)
  const change: Change = async (number, method, body) => {
    const answer = await session.api.change(method, `/numbers/${encodeURIComponent(number)}`, body)
    setProblem(answer.ok ? null : answer.problem)
    onDone()
  }
  return (
    <>
      <Refused problem={problem} />
      <table class="table" data-testid="numbers">
        <thead>
          <tr>
            <th>Number</th>
            <th>Kind</th>
            <th>Can</th>
            <th>Owner</th>
            <th>
              <span class="unseen">Give back</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <NumberRow key={row.number} row={row} owners={owners} onChange={change} />
          ))}
        </tbody>
      </table>
    </>
  )
}

type Change = (number: string, method: 'PUT' | 'DELETE', body?: object) => Promise<void>
type NumberRowProps = {
  readonly row: OwnedNumber
  readonly owners: readonly Account[]
  readonly onChange: Change
}

function NumberRow({ row, owners, onChange }: NumberRowProps) {
  return (
    <tr data-testid="number-row">
      <td>
        <Link to={networkHref('messages', '', `to:${row.number}`)}>{writtenNumber(row.number)}</Link>
      </td>
      <td>{row.kind.replace('-', ' ')}</td>
      <td>{row.capabilities.join(', ')}</td>
      <td>
        <OwnerSelect
          owners={owners}
          value={`${row.owner.kind} ${row.owner.account}`}
          label={`Owner of ${row.number}`}
          onChange={(key) => void onChange(row.number, 'PUT', { owner: ownerOf(key) })}
        />
      </td>
      <td>
        <button type="button" class="small" onClick={() => void onChange(row.number, 'DELETE')}>
          Give back<span class="unseen"> {row.number}</span>
        </button>
      </td>
    </tr>
  )
}
