// Somebody new in a conversation: a phone, or the business as a chat user, as a number, or as both.
import { useState } from 'preact/hooks'
import { typedNumber, writtenNumber } from '../../numbers.ts'
import { useApp } from '../../views/context.ts'
import { readNumbers } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import type { Rest } from '../rest.ts'
import type { Act } from './agent-drawer.tsx'

const KINDS = {
  phone: 'A phone',
  projected: 'A chat user with a number',
  alone: 'A number that stands alone',
  chat: 'A chat user without a number',
} as const
type Kind = keyof typeof KINDS

type AddProps = { readonly rest: Rest; readonly sid: string; readonly account: string; readonly act: Act }

export function AddParticipant({ rest, sid, account, act }: AddProps) {
  const [kind, setKind] = useState<Kind>('phone')
  const [identity, setIdentity] = useState('')
  const [address, setAddress] = useState('')
  const { own, projected, choose } = useProjected(account)
  const forms = {
    phone: { 'MessagingBinding.Address': typedNumber(address) ?? address },
    projected: { Identity: identity.trim(), 'MessagingBinding.ProjectedAddress': projected },
    alone: { 'MessagingBinding.ProjectedAddress': projected },
    chat: { Identity: identity.trim() },
  } satisfies Record<Kind, Record<string, string>>
  const add = async (event: Event) => {
    event.preventDefault()
    if (!(await act(rest.add(sid, forms[kind])))) return
    setIdentity('')
    setAddress('')
  }
  return (
    <form class="fields" onSubmit={add}>
      <KindSelect kind={kind} onChoose={setKind} />
      {'MessagingBinding.Address' in forms[kind] && (
        <Field words="Number of the phone" testid="participant-address" value={address} onChange={setAddress} />
      )}
      {'Identity' in forms[kind] && (
        <Field words="Identity" testid="participant-identity" value={identity} onChange={setIdentity} />
      )}
      {'MessagingBinding.ProjectedAddress' in forms[kind] && (
        <NumberSelect own={own} projected={projected} onChoose={choose} />
      )}
      <div class="actions">
        <button type="submit" class="primary" data-testid="add-participant">
          Add
        </button>
      </div>
    </form>
  )
}

/** The numbers that the account may stand behind, and the one that is chosen. */
function useProjected(account: string) {
  const { session } = useApp()
  const [chosen, choose] = useState('')
  const numbers = useResource({
    key: 'numbers of the account',
    isChangedBy: about('number.'),
    load: () => session.api.get('/numbers', readNumbers),
  })
  const own = (numbers.value ?? []).filter(({ owner }) => owner.account === account).map(({ number }) => number)
  return { own, projected: own.includes(chosen) ? chosen : (own[0] ?? ''), choose }
}

function KindSelect({ kind, onChoose }: { kind: Kind; onChoose: (kind: Kind) => void }) {
  return (
    <label>
      What
      <select
        value={kind}
        data-testid="participant-kind"
        // The options are the keys.
        onChange={(event) => onChoose(event.currentTarget.value as Kind)}
      >
        {Object.entries(KINDS).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

type FieldProps = { words: string; testid: string; value: string; onChange: (value: string) => void }

function Field({ words, testid, value, onChange }: FieldProps) {
  return (
    <label>
      {words}
      <input type="text" data-testid={testid} value={value} onInput={(event) => onChange(event.currentTarget.value)} />
    </label>
  )
}

type NumberSelectProps = { own: readonly string[]; projected: string; onChoose: (number: string) => void }

function NumberSelect({ own, projected, onChoose }: NumberSelectProps) {
  return (
    <label>
      Number of the business
      <select value={projected} onChange={(event) => onChoose(event.currentTarget.value)}>
        {own.map((number) => (
          <option key={number} value={number}>
            {writtenNumber(number)}
          </option>
        ))}
      </select>
    </label>
  )
}
