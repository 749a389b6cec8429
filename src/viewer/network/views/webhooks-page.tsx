// Calls to applications: what was asked, what came back, and the string that was signed.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { CopyButton } from '../../views/copy-button.tsx'
import { Link } from '../../views/link.tsx'
import { readWebhooks, type WebhookCall } from '../read-webhooks.ts'
import { about, useResource } from '../resource.ts'
import { useInfo } from '../rest.ts'
import { Empty, Loaded, Page, preciseTime, Refused } from './page.tsx'

export function WebhooksPage({ id }: { id: string }) {
  const { session } = useApp()
  const calls = useResource({
    key: 'webhooks',
    isChangedBy: about('webhook.'),
    load: () => session.api.get('/webhooks', readWebhooks),
  })
  return (
    <Page
      title={id === '' ? 'Webhooks' : 'Webhook call'}
      lead="What the carrier told applications, newest first."
      {...(id !== '' && { above: 'webhooks' as const })}
    >
      <Loaded from={calls}>
        {(rows) => {
          if (id !== '') return <Call call={rows.find((row) => row.id === id)} onDone={calls.reload} />
          return rows.length === 0 ? <NoCalls /> : <Calls rows={rows} />
        }}
      </Loaded>
    </Page>
  )
}

function NoCalls() {
  const info = useInfo()
  return (
    <Empty
      command={`curl ${location.origin}/v1/Configuration/Webhooks -u ${info?.accountSid ?? 'AC…'}:${info?.authToken ?? ''} -d PostWebhookUrl=http://localhost:3000/hook -d Filters=onMessageAdded`}
    >
      <strong>Nobody has been called yet.</strong> Name a URL to the account, then answer in one of its conversations
      from a phone:
    </Empty>
  )
}

function outcome({ attempt }: WebhookCall): { readonly words: string; readonly state: string } {
  if (attempt === null) return { words: 'due', state: 'waiting' }
  const words = attempt.error || String(attempt.status ?? 'no answer')
  return { words, state: attempt.error === '' ? 'delivered' : 'failed' }
}

function Calls({ rows }: { rows: readonly WebhookCall[] }) {
  return (
    <table class="table" data-testid="webhooks">
      <thead>
        <tr>
          <th>Time</th>
          <th>Event</th>
          <th>Called</th>
          <th>Took</th>
          <th>Answer</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-testid="webhook-row">
            <td class="number">{preciseTime(row.createdAt)}</td>
            <td>
              <Link class="row-link" to={networkHref('webhooks', row.id)}>
                {row.event}
              </Link>
            </td>
            <td class="wide number">
              {row.method} {row.url}
            </td>
            <td class="number">{row.attempt === null ? '' : `${row.attempt.durationMs} ms`}</td>
            <td>
              <span class="state" data-state={outcome(row).state}>
                {outcome(row).words}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Call({ call, onDone }: { call: WebhookCall | undefined; onDone: () => void }) {
  const { session, screen } = useApp()
  const [problem, setProblem] = useState<Problem | null>(null)
  if (call === undefined) return <p class="page-empty muted">This call is no longer kept: only the newest are.</p>
  const resend = async () => {
    const answer = await session.api.change('POST', `/webhooks/${call.id}/resend`)
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    onDone()
    screen.navigate({ page: 'network', of: 'webhooks', id: '', query: '' })
  }
  const { attempt } = call
  return (
    <div class="call" data-testid="webhook">
      <div class="actions">
        <button type="button" class="primary" onClick={resend}>
          Send again
        </button>
      </div>
      <Refused problem={problem} />
      <CallFacts call={call} />
      <Octets title="Request" text={requestText(call)} />
      {attempt && <Octets title="String that was signed" text={attempt.signed} />}
      {attempt && (
        <Octets title="Response" text={attempt.status === null ? '' : `${attempt.status}\n\n${attempt.responseBody}`} />
      )}
    </div>
  )
}

function CallFacts({ call: { event, scope, createdAt, attempt } }: { call: WebhookCall }) {
  const answered = attempt && `answered ${attempt.status} in ${attempt.durationMs} ms`
  const facts = { Event: `${event}, ${scope}`, At: preciseTime(createdAt), Outcome: attempt?.error || answered }
  return (
    <dl class="facts">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || 'not called yet'}</dd>
        </div>
      ))}
    </dl>
  )
}

function requestText({ method, url, attempt }: WebhookCall): string {
  const headers = Object.entries(attempt?.headers ?? {}).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${url}`, ...headers, '', (attempt?.body ?? '').replaceAll('&', '\n&')].join('\n')
}

function Octets({ title, text }: { title: string; text: string }) {
  return (
    <section class="page-section">
      <h2>
        {title} {text !== '' && <CopyButton text={text} label={`Copy: ${title}`} />}
      </h2>
      {text === '' ? (
        <p class="muted">Nothing came back.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <pre class="document" tabIndex={0}>
          {text}
        </pre>
      )}
    </section>
  )
}
