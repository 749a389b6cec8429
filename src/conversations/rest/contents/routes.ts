import {
  type ApiError,
  apiError,
  isApiError,
  isoSeconds,
  PAGE_LIMITS,
} from '../../../../protocols/conversations/index.ts'
import type { ContentTemplate } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, listResources, NO_CONTENT, notFound, type Reply, type Route } from '../call.ts'

/** Templates of the Content API, as far as a message needs them; approvals are not simulated. */
export const CONTENT_ROUTES: readonly Route[] = [
  { method: 'get', level: 'account', path: '/Content', handle: list },
  { method: 'post', level: 'account', path: '/Content', handle: create },
  { method: 'get', level: 'account', path: '/Content/:content', handle: fetch },
  { method: 'delete', level: 'account', path: '/Content/:content', handle: remove },
]

function list(call: Call): Reply {
  return listResources(call, {
    kind: 'content',
    parent: call.account.sid,
    key: 'contents',
    limits: PAGE_LIMITS.large,
    url: contentUrl(call, ''),
    shape: (template) => shape(call, template),
  })
}

/** The one resource here whose body is JSON. */
function create(call: Call): Reply | Promise<Reply> {
  const wanted = readTemplate(Buffer.from(call.octets).toString('utf8'))
  if (isApiError(wanted)) return wanted
  const act = (work: Work) =>
    work.keep('content', {
      sid: work.sid('content'),
      accountSid: work.account.sid,
      ...wanted,
      createdAt: work.now,
      updatedAt: work.now,
    })
  return decide(call, act, (template) => ({ status: 201, body: shape(call, template) }))
}

function fetch(call: Call): Reply {
  const template = find(call)
  return isApiError(template) ? template : { status: 200, body: shape(call, template) }
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const template = find(call, work.read)
    if (!isApiError(template)) work.remove('content', template.sid)
    return template
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, read: ConversationsReader = call.conversations.reader): ContentTemplate | ApiError {
  const template = read.resource('content', call.params.content ?? '')
  return template?.accountSid === call.account.sid ? template : notFound(call)
}

type Wanted = Pick<ContentTemplate, 'friendlyName' | 'language' | 'variables' | 'types'>

function readTemplate(text: string): Wanted | ApiError {
  const value = objectIn(text)
  const types = recordOf(value?.types)
  if (!value || !types || Object.keys(types).length === 0)
    return apiError(20001, 'A content needs types: a JSON object')
  const variables = Object.entries(recordOf(value.variables) ?? {}).map(([name, one]) => [name, String(one)])
  const language = typeof value.language === 'string' ? value.language : ''
  if (!language) return apiError(20001, 'A content needs a language')
  const friendlyName = typeof value.friendly_name === 'string' ? value.friendly_name : null
  return { friendlyName, language, variables: Object.fromEntries(variables), types }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    return recordOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  // An object that is neither null nor a list has text keys.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function contentUrl({ site }: Call, path: string): string {
  return `${site.base('content')}/v1/Content${path}`
}

function shape(call: Call, template: ContentTemplate) {
  const url = contentUrl(call, `/${template.sid}`)
  return {
    sid: template.sid,
    account_sid: template.accountSid,
    friendly_name: template.friendlyName,
    language: template.language,
    variables: template.variables,
    types: template.types,
    date_created: isoSeconds(template.createdAt),
    date_updated: isoSeconds(template.updatedAt),
    url,
    links: { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` },
  }
}
