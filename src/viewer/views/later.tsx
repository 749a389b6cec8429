// What is not needed for the first look at the phones is loaded when somebody goes there.
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

type Network = typeof import('../network/index.tsx')
type State = { readonly network: Network } | { readonly problem: true } | null
type PropsOf<T> = T extends ComponentType<infer P> ? P : T extends (props: infer P) => unknown ? P : never

/** A view of the network by its name, with its properties. */
export function Later<N extends keyof Network>({ name, ...props }: { name: N } & PropsOf<Network[N]>) {
  const [state, setState] = useState<State>(null)
  useEffect(() => {
    import('../network/index.tsx').then(
      (network) => setState({ network }),
      () => setState({ problem: true }),
    )
  }, [])
  if (state === null) return null
  if ('problem' in state) return <NotLoaded />
  // The properties were checked against this very name above.
  const View = state.network[name] as unknown as ComponentType<object>
  return <View {...props} />
}

function NotLoaded() {
  return (
    <div class="lost" role="alert">
      <h1>This page could not be loaded</h1>
      <p class="muted">Partyline does not answer, or was replaced by another version meanwhile.</p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        Load again
      </button>
    </div>
  )
}
