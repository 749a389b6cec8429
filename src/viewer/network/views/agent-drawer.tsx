// The business behind a conversation: adds and removes people, hands a number from one chat user to another.
import { useState } from 'preact/hooks'
import type { Answer, Problem } from '../../api.ts'
import { writtenNumber } from '../../numbers.ts'
import { Section } from '../../views/drawer-section.tsx'
import { type Info, type Participant, type Rest, useInfo } from '../rest.ts'
import { AddParticipant } from './add-participant.tsx'
import { roleOf, useConversation } from './conversation-page.tsx'
import { Loaded, Refused, useNames } from './page.tsx'

export function AgentDrawer({ conversation }: { conversation: string }) {
  const info = useInfo()
  return info && <Agent sid={conversation} info={info} />
}

export type Act = (answer: Promise<Answer<unknown>>) => Promise<boolean>

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
            <AddParticipant rest={rest} sid={sid} account={info.accountSid} act={act} />
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
