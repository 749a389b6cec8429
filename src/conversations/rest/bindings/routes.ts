import { type ApiError, apiError, fields, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import { BINDING_TYPES, type Binding } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, listPage, NO_CONTENT, notFound, type Reply, type Route, walk } from '../call.ts'
import { urlOf } from '../urls.ts'
import { bindingShape } from './shape.ts'

/** Client SDKs make bindings when they register for push; over REST they can only be looked at and taken away. */
export const BINDING_ROUTES: readonly Route[] = [
  { method: 'get', level: 'service', path: '/Bindings', handle: list },
  { method: 'get', level: 'service', path: '/Bindings/:binding', handle: fetch },
  { method: 'delete', level: 'service', path: '/Bindings/:binding', handle: remove },
]

function list(call: Call): Reply {
  const types = fields(call.query, 'BindingType').map((type) => type.toLowerCase())
  const identities = fields(call.query, 'Identity')
  const wrong = types.find((type) => !(BINDING_TYPES as readonly string[]).includes(type))
  if (wrong !== undefined) return apiError(50209, `The BindingType ${wrong} is none of ${BINDING_TYPES.join(', ')}`)
  const fits = ({ bindingType, identity }: Binding) =>
    (types.length === 0 || types.includes(bindingType)) && (identities.length === 0 || identities.includes(identity))
  return listPage<Binding>(call, {
    key: 'bindings',
    limits: PAGE_LIMITS.large,
    url: urlOf(call, '/Bindings'),
    read: walk((slice) => call.conversations.reader.resources('binding', call.serviceSid, slice), fits),
    keyOf: ({ sid }) => sid,
    shape: (binding) => show(call, binding),
  })
}

function fetch(call: Call): Reply {
  const binding = find(call)
  return isApiError(binding) ? binding : { status: 200, body: show(call, binding) }
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const binding = find(call, work.read)
    if (!isApiError(binding)) work.remove('binding', binding.sid)
    return binding
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, read: ConversationsReader = call.conversations.reader): Binding | ApiError {
  const binding = read.resource('binding', call.params.binding ?? '')
  return binding?.serviceSid === call.serviceSid ? binding : notFound(call)
}

function show(call: Call, binding: Binding) {
  return bindingShape(binding, urlOf(call, `/Bindings/${binding.sid}`))
}
