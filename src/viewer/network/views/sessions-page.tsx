// SMPP sessions: who is bound, how, and how busy the bind is.
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { Link } from '../../views/link.tsx'
import { readSessions, type Session } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { useInfo } from '../rest.ts'
import { Empty, Loaded, Page } from './page.tsx'

export function SessionsPage() {
  const { session } = useApp()
  const info = useInfo()
  const sessions = useResource({
    key: 'sessions',
    isChangedBy: about('session.', 'message.accepted', 'delivery.'),
    load: () => session.api.get('/sessions', readSessions),
  })
  const smpp = info?.smpp
  return (
    <Page title="SMPP sessions" lead="Binds of applications, with what passed on each. A session opens its last PDUs.">
      <Loaded from={sessions}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty
              command={`bind_transceiver ${smpp?.host ?? 'localhost'}:${smpp?.port ?? 2775} system_id=${smpp?.systemId ?? 'esme'} password=${smpp?.password ?? 'secret'}`}
            >
              <strong>Nobody is bound.</strong> Point an ESME at this address; its session appears here when it binds:
            </Empty>
          ) : (
            <Sessions rows={rows} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Sessions({ rows }: { rows: readonly Session[] }) {
  return (
    <table class="table" data-testid="sessions">
      <thead>
        <tr>
          <th>system_id</th>
          <th>Bind</th>
          <th>Version</th>
          <th>From</th>
          <th>PDUs in / out</th>
          <th>Unanswered in / out</th>
          <th>Window</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link class="row-link" to={networkHref('sessions', row.id)}>
                {row.systemId || 'not bound'}
              </Link>
            </td>
            <td>{row.bindType || row.state}</td>
            <td>{row.interfaceVersion}</td>
            <td class="number">{row.remote}</td>
            <td class="number">
              {row.pdus.received} / {row.pdus.sent}
            </td>
            <td class="number">
              {row.unanswered.received} / {row.unanswered.sent}
            </td>
            <td class="number">{row.window}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
