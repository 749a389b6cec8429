import { type ApiError, apiError, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { NAME_LENGTH } from '../../acts/conversation-draft.ts'
import { type Credential, PUSH_TYPES } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import {
  type Answer,
  type Call,
  decide,
  given,
  givenWord,
  listResources,
  NO_CONTENT,
  notFound,
  type Reply,
  type Route,
} from '../call.ts'
import { readFlag } from '../flag-field.ts'
import { accountUrl } from '../urls.ts'
import { credentialShape } from './shape.ts'

export const CREDENTIAL_ROUTES: readonly Route[] = [
  { method: 'get', level: 'account', path: '/Credentials', handle: list },
  { method: 'post', level: 'account', path: '/Credentials', handle: create },
  { method: 'get', level: 'account', path: '/Credentials/:credential', handle: fetch },
  { method: 'post', level: 'account', path: '/Credentials/:credential', handle: update },
  { method: 'delete', level: 'account', path: '/Credentials/:credential', handle: remove },
]

type Fields = Pick<Credential, 'type' | 'friendlyName' | 'sandbox'>

function list(call: Call): Reply {
  return listResources(call, {
    kind: 'credential',
    parent: call.account.sid,
    key: 'credentials',
    limits: PAGE_LIMITS.large,
    url: accountUrl(call, '/Credentials'),
    shape: (credential) => show(call, 200)(credential).body,
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const fields = readFields(call, { friendlyName: null, sandbox: 'False' })
  if (isApiError(fields)) return fields
  const act = (work: Work) =>
    work.keep('credential', {
      sid: work.sid('credential'),
      accountSid: work.account.sid,
      ...fields,
      createdAt: work.now,
      updatedAt: work.now,
    })
  return decide(call, act, show(call, 201))
}

function fetch(call: Call): Reply {
  const credential = find(call)
  return isApiError(credential) ? credential : show(call, 200)(credential)
}

function update(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const before = find(call, work.read)
    if (isApiError(before)) return before
    const fields = readFields(call, before)
    return isApiError(fields) ? fields : work.keep('credential', { ...before, ...fields, updatedAt: work.now })
  }
  return decide(call, act, show(call, 200))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const credential = find(call, work.read)
    if (!isApiError(credential)) work.remove('credential', credential.sid)
    return credential
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, read: ConversationsReader = call.conversations.reader): Credential | ApiError {
  const credential = read.resource('credential', call.params.credential ?? '')
  return credential?.accountSid === call.account.sid ? credential : notFound(call)
}

/** What a form says; certificates, keys and secrets are taken and forgotten, because nothing is pushed. */
function readFields(call: Call, before: Partial<Fields>): Fields | ApiError {
  const text = givenWord(call, 'Type') ?? before.type
  const type = PUSH_TYPES.find((one) => one === text)
  if (!type) return apiError(50209, `The Type ${text ?? ''} is none of ${PUSH_TYPES.join(', ')}`)
  const friendlyName = given(call, 'FriendlyName') ?? before.friendlyName ?? null
  if ((friendlyName?.length ?? 0) > NAME_LENGTH) return apiError(50003)
  const isSandbox = readFlag(call, 'Sandbox', before.sandbox === 'True')
  if (isApiError(isSandbox)) return isSandbox
  return { type, friendlyName: friendlyName || null, sandbox: isSandbox ? 'True' : 'False' }
}

function show(call: Call, status: number): (credential: Credential) => Answer {
  return (credential) => ({
    status,
    body: credentialShape(credential, accountUrl(call, `/Credentials/${credential.sid}`)),
  })
}
