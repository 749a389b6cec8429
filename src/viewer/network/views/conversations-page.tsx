// Conversations of the world's account, as its application would list them.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Link } from '../../views/link.tsx'
import { about, useResource } from '../resource.ts'
import { type Conversation, createRest, type Info, type Rest, useInfo } from '../rest.ts'
import { Empty, Loaded, Page, preciseTime, Refused } from './page.tsx'

export function ConversationsPage() {
  const info = useInfo()
  return (
    <Page title="Conversations" lead="What the application on top sees: rosters, messages, receipts.">
      {info && <Conversations info={info} />}
    </Page>
  )
}

function Conversations({ info }: { info: Info }) {
  const rest = createRest(info, (...request) => fetch(...request))
  const conversations = useResource({
    key: 'conversations',
    isChangedBy: about('conversation.'),
    load: rest.conversations,
  })
  return (
    <>
      <Create rest={rest} />
      <Loaded from={conversations}>
        {(rows) => (rows.length === 0 ? <NoConversations info={info} /> : <Rows rows={rows} />)}
      </Loaded>
    </>
  )
}

function Create({ rest }: { rest: Rest }) {
  const { screen } = useApp()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const create = async (event: Event) => {
    event.preventDefault()
    const answer = await rest.create(name === '' ? {} : { FriendlyName: name })
    if (!answer.ok) return setProblem(answer.problem)
    screen.navigate({ page: 'network', of: 'conversations', id: answer.value.sid, query: '' })
  }
  return (
    <form class="form-line" onSubmit={create}>
      <label>
        New conversation
        <input
          type="text"
          placeholder="Its friendly name"
          data-testid="conversation-name"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        Create
      </button>
      <Refused problem={problem} />
    </form>
  )
}

function NoConversations({ info }: { info: Info }) {
  return (
    <Empty
      command={`curl ${location.origin}/v1/Conversations -u ${info.accountSid}:${info.authToken} -d FriendlyName=Tour`}
    >
      <strong>No conversations yet.</strong> Create one above, text a group with one of the account's numbers in it from
      a phone, or:
    </Empty>
  )
}

function Rows({ rows }: { rows: readonly Conversation[] }) {
  return (
    <table class="table" data-testid="conversations">
      <thead>
        <tr>
          <th>Name</th>
          <th>State</th>
          <th>Changed</th>
          <th>Sid</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.sid}>
            <td class="wide">
              <Link class="row-link" to={networkHref('conversations', row.sid)}>
                {row.name || 'Without a name'}
              </Link>
            </td>
            <td>{row.state}</td>
            <td class="number">{preciseTime(row.updatedAt).slice(0, 8)}</td>
            <td class="number sid">{row.sid}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
