import { type Endpoint, endpointName } from '../../core/index.ts'

/** An endpoint as rows keep it. */
export const textOfEndpoint = endpointName

export function endpointOf(text: string): Endpoint {
  const colon = text.indexOf(':')
  // Written from an Endpoint by textOfEndpoint.
  return { kind: text.slice(0, colon), key: text.slice(colon + 1) } as Endpoint
}
