// A page of the log as a table. Whom, how and with what outcome are filters of the log.
import { journeyHref, networkHref } from '../../router.ts'
import { Link } from '../../views/link.tsx'
import { outcomeOf, overallState, snippetOfNetwork } from '../message-words.ts'
import type { NetworkMessage } from '../read-network.ts'
import { preciseTime, useNames } from './page.tsx'

export function Log({ messages }: { messages: readonly NetworkMessage[] }) {
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
          <Row key={message.id} message={message} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ message }: { message: NetworkMessage }) {
  const names = useNames()
  const { from, to, cc, at, id, transport } = message
  const state = overallState(message)
  return (
    <tr data-testid="message-row">
      <td class="number">{preciseTime(at).slice(0, 8)}</td>
      <td class="who">
        <Filter query={`from:${from}`}>{names(from)}</Filter>
      </td>
      <td class="who">
        <Recipients numbers={[...to, ...cc]} names={names} />
      </td>
      <td class="wide">
        <Link class="row-link" to={journeyHref(id)}>
          {snippetOfNetwork(message)}
        </Link>
      </td>
      <td>
        <Filter query={`via:${transport}`}>{transport.toUpperCase()}</Filter>
      </td>
      <td>
        <Filter query={`status:${state}`}>
          <span class="state" data-state={state}>
            {outcomeOf(message)}
          </span>
        </Filter>
      </td>
    </tr>
  )
}

function Filter({ query, children }: { query: string; children: preact.ComponentChildren }) {
  return (
    <Link to={networkHref('messages', '', query)} title={`Only ${query}`}>
      {children}
    </Link>
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
          <Filter query={`to:${number}`}>{names(number)}</Filter>
        </span>
      ))}
      {numbers.length > shown.length && ` +${numbers.length - shown.length}`}
    </>
  )
}
