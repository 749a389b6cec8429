// The business behind a conversation: adds and removes people, hands a number from one chat user to another.
import { useState } from 'preact/hooks'
import type { Answer, Problem } from '../../api.ts'
import { typedNumber, writtenNumber } from '../../numbers.ts'
import { useApp } from '../../views/context.ts'
import { Section } from '../../views/drawer-section.tsx'
import { readNumbers } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { type Info, type Participant, type Rest, useInfo } from '../rest.ts'
import { roleOf, useConversation } from './conversation-page.tsx'
import { Loaded, Refused, useNames } from './page.tsx'

export function AgentDrawer({ conversation }: { conversation: string }) {
  const info = useInfo()
  return info && <Agent sid={conversation} info={info} />
}

type Act = (answer: Promise<Answer<unknown>>) => Promise<boolean>

function Agent({ sid, info }: { sid: string; info: Info }) {
  const { rest, resource } = useConversation(sid, info)
  const [problem, setProblem] = useState<Problem | null>(null)
  const act: Act = async (asked) => {
    const answer = await asked
    setProblem(answer.ok ? null : answer.problem)
    resource.reload()
    return answer.ok
  }
  return (
    <Loaded from={resource}>
      {({ participants }) => (
        <>
          <Refused problem={problem} />
          <Section title="In this conversation">
            {participants.length === 0 && <p class="muted">Nobody yet.</p>}
            <ul class="members">
              {participants.map((it) => (
                <Member key={it.sid} rest={rest} sid={sid} participant={it} act={act} />
              ))}
            </ul>
          </Section>
          <Section title="Add somebody">
            <AddForm rest={rest} sid={sid} account={info.accountSid} act={act} />
          </Section>
        </>
      )}
    </Loaded>
  )
}

type MemberProps = { readonly rest: Rest; readonly sid: string; readonly participant: Participant; readonly act: Act }

function Member({ rest, sid, participant, act }: MemberProps) {
  const names = useNames()
  const [heir, setHeir] = useState<string | null>(null)
  const { identity, address, projectedAddress } = participant
  const handOver = async (event: Event) => {
    event.preventDefault()
    if (await act(rest.change(sid, participant.sid, { Identity: (heir ?? '').trim() }))) setHeir(null)
  }
  return (
    <li class="agent-member" data-testid="agent-member">
      <span class="member-text">
        <strong>{identity || names(address || projectedAddress)}</strong>
        <span class="muted">{roleOf(participant)}</span>
        {heir !== null && (
          <form class="post-line" onSubmit={handOver}>
            <input
              type="text"
              aria-label={`Chat user who gets ${writtenNumber(projectedAddress)}; empty for nobody`}
              placeholder="Chat user, or empty for nobody"
              data-testid="heir"
              value={heir}
              onInput={(event) => setHeir(event.currentTarget.value)}
            />
            <button type="submit" class="small primary">
              Hand over
            </button>
          </form>
        )}
      </span>
      {projectedAddress !== '' && heir === null && (
        <button type="button" class="small" onClick={() => setHeir('')}>
          Hand over<span class="unseen"> {projectedAddress}</span>
        </button>
      )}
      <button type="button" class="small" onClick={() => void act(rest.remove(sid, participant.sid))}>
        Remove<span class="unseen"> {identity || address || projectedAddress}</span>
      </button>
    </li>
  )
}

const KINDS = [
  ['phone', 'A phone'],
  ['projected', 'A chat user with a number'],
  ['alone', 'A number that stands alone'],
  ['chat', 'A chat user without a number'],
] as const
type Kind = (typeof KINDS)[number][0]

type AddProps = { readonly rest: Rest; readonly sid: string; readonly account: string; readonly act: Act }

function AddForm({ rest, sid, account, act }: AddProps) {
  const { session } = useApp()
  const [kind, setKind] = useState<Kind>('phone')
  const [identity, setIdentity] = useState('')
  const [address, setAddress] = useState('')
  const [chosen, setChosen] = useState('')
  const numbers = useResource({
    key: 'numbers of the account',
    isChangedBy: about('number.'),
    load: () => session.api.get('/numbers', readNumbers),
  })
  const own = (numbers.value ?? []).filter(({ owner }) => owner.account === account).map(({ number }) => number)
  const projected = own.includes(chosen) ? chosen : (own[0] ?? '')
  const form = { Identity: identity.trim(), 'MessagingBinding.ProjectedAddress': projected }
  const forms = {
    phone: { 'MessagingBinding.Address': typedNumber(address) ?? address },
    projected: form,
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
      <label>
        What
        <select
          value={kind}
          data-testid="participant-kind"
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
        >
          {KINDS.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {kind === 'phone' && (
        <label>
          Number of the phone
          <input
            type="text"
            data-testid="participant-address"
            value={address}
            onInput={(event) => setAddress(event.currentTarget.value)}
          />
        </label>
      )}
      {(kind === 'projected' || kind === 'chat') && (
        <label>
          Identity
          <input
            type="text"
            data-testid="participant-identity"
            value={identity}
            onInput={(event) => setIdentity(event.currentTarget.value)}
          />
        </label>
      )}
      {(kind === 'projected' || kind === 'alone') && (
        <label>
          Number of the business
          <select value={projected} onChange={(event) => setChosen(event.currentTarget.value)}>
            {own.map((number) => (
              <option key={number} value={number}>
                {writtenNumber(number)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="actions">
        <button type="submit" class="primary" data-testid="add-participant">
          Add
        </button>
      </div>
    </form>
  )
}
