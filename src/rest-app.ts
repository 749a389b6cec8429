// The REST side of the port: the control API on express, and the Conversations API of every world on node:http itself.

import express from 'express'
import type { OnFault } from './core/index.ts'
import { createControlRouter } from './gateways/control/index.ts'
import { type HttpRoute, requestFields } from './runtime/index.ts'
import type { Worlds } from './world/registry.ts'

export type RestAppParts = {
  readonly worlds: Worlds
  readonly baseUrl: () => string
  readonly onFault: OnFault
  readonly isReady: () => boolean
  /** Whoever waits is answered when it aborts. */
  readonly stopping: AbortSignal
  readonly strictLimits: boolean
}

type Handle = HttpRoute['handle']

const CONTROL = /^\/carrier(\/|\?|$)/

export function createRestApp(parts: RestAppParts): Handle {
  const { worlds, isReady, stopping, onFault } = parts
  const control = express()
  control.disable('x-powered-by')
  control.disable('etag')
  control.use('/carrier', createControlRouter({ worlds, ready: isReady, stopping, onFault }))
  const conversations = onFirstUse(() => loadConversations(parts), onFault)
  return (request, response) => (CONTROL.test(request.url ?? '') ? control : conversations)(request, response)
}

/** A carrier that nobody asks for conversations does without their routes. */
async function loadConversations({ worlds, baseUrl, onFault, strictLimits }: RestAppParts): Promise<Handle> {
  const { createConversationsApi, RateLimits } = await import('./conversations/rest/index.ts')
  const findTenant = (user: string, password: string) => worlds.authenticateTwilio(user, password)
  const findAccount = (sid: string) => worlds.tenant(sid)
  const limits = strictLimits ? new RateLimits(() => performance.now()) : undefined
  return createConversationsApi({ findTenant, findAccount, baseUrl, onFault, limits })
}

function onFirstUse(load: () => Promise<Handle>, onFault: RestAppParts['onFault']): Handle {
  let loading: Promise<Handle> | undefined
  let handle: Handle = (request, response) => {
    loading ??= load()
    loading.then(
      (loaded) => {
        handle = loaded
        handle(request, response)
      },
      (error: unknown) => {
        onFault(error, 'loading the Conversations API', requestFields(request))
        response.writeHead(500).end()
      },
    )
  }
  return (request, response) => handle(request, response)
}
