import { PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import type { TwilioAccount } from '../../../core/index.ts'
import type { Call, Reply, Route } from '../call.ts'
import { classicPage } from '../classic-page.ts'
import { accountShape } from './shape.ts'

/** Applications look at their account to see whether their credentials are good; it has no accounts below it. */
export const ACCOUNT_ROUTES: readonly Route[] = [
  { method: 'get', level: 'platform', path: '/Accounts.json', handle: list },
  {
    method: 'get',
    level: 'classic',
    path: '.json',
    handle: ({ account }) => ({ status: 200, body: accountShape(account) }),
  },
]

function list(call: Call): Reply {
  return classicPage<TwilioAccount>(call, {
    key: 'accounts',
    limits: PAGE_LIMITS.classic,
    url: '/2010-04-01/Accounts.json',
    read: ({ after, before }) => (after === undefined && before === undefined ? [call.account] : []),
    keyOf: ({ sid }) => sid,
    shape: accountShape,
  })
}
