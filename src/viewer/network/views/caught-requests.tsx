// Requests of unchanged apps to hosts of the service that ended here instead: the real service never saw them.
import { fields, list, number, text } from '../../read-wire.ts'
import { useApp } from '../../views/context.ts'
import { about, useResource } from '../resource.ts'

type Caught = { readonly host: string; readonly requests: number }

export function CaughtRequests() {
  const { session } = useApp()
  const caught = useResource({
    key: 'caught',
    isChangedBy: about('conversation.', 'message.', 'number.', 'address-configuration.'),
    load: () => session.api.get('/info', readCaught),
  })
  if (!caught.value || caught.value.length === 0) return null
  return (
    <section class="page-section" aria-label="Caught requests" data-testid="caught">
      <h2>Caught on their way to Twilio</h2>
      <div class="card">
        <dl class="facts">
          {caught.value.map(({ host, requests }) => (
            <div key={host}>
              <dt>{requests === 1 ? '1 request' : `${requests} requests`}</dt>
              <dd>{host}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  )
}

function readCaught(body: unknown): Caught[] {
  return list(fields(body).caught).map((value) => {
    const { host, requests } = fields(value)
    return { host: text(host), requests: number(requests) }
  })
}
