// The REST side of the port, on express: the control API and the Conversations API of every world.
import express, { type RequestHandler, type Router } from 'express'
import { createControlRouter } from './gateways/control/index.ts'
import type { HttpRoute } from './runtime/index.ts'
import type { Worlds } from './world/registry.ts'

export type RestAppParts = {
  readonly worlds: Worlds
  readonly baseUrl: () => string
  readonly onFault: (error: unknown, what: string) => void
  readonly isReady: () => boolean
  readonly strictLimits: boolean
}

export function createRestApp(parts: RestAppParts): HttpRoute['handle'] {
  const { worlds, isReady, onFault } = parts
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use('/carrier', createControlRouter({ worlds, ready: isReady, onFault }))
  app.use(onFirstUse(() => loadConversations(parts)))
  return app
}

/** A carrier that nobody asks for conversations does without their routes. */
async function loadConversations({ worlds, baseUrl, onFault, strictLimits }: RestAppParts): Promise<Router> {
  const { createConversationsRouter, RateLimits } = await import('./conversations/rest/index.ts')
  const findTenant = (user: string, password: string) => worlds.authenticateTwilio(user, password)
  const findAccount = (sid: string) => worlds.tenant(sid)
  const limits = strictLimits ? new RateLimits(() => performance.now()) : undefined
  return createConversationsRouter({ findTenant, findAccount, baseUrl, onFault, limits })
}

function onFirstUse(load: () => Promise<Router>): RequestHandler {
  let router: Promise<Router> | undefined
  return async (request, response, next) => {
    router ??= load()
    const handle = await router
    handle(request, response, next)
  }
}
