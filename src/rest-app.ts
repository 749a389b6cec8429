// The REST side of the port, on express: the control API and the Conversations API of every world.
import express from 'express'
import { createConversationsRouter, RateLimits } from './conversations/rest/index.ts'
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

export function createRestApp({ worlds, baseUrl, onFault, isReady, strictLimits }: RestAppParts): HttpRoute['handle'] {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use('/carrier', createControlRouter({ worlds, ready: isReady, onFault }))
  const findTenant = (user: string, password: string) => worlds.authenticateTwilio(user, password)
  const findAccount = (sid: string) => worlds.tenant(sid)
  const limits = strictLimits ? new RateLimits(() => performance.now()) : undefined
  app.use(createConversationsRouter({ findTenant, findAccount, baseUrl, onFault, limits }))
  return app
}
