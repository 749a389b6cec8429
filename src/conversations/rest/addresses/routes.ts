import {
  type ApiError,
  apiError,
  field,
  fields,
  isApiError,
  isPostEvent,
  isSid,
  PAGE_LIMITS,
} from '../../../../protocols/conversations/index.ts'
import { parseAddress } from '../../../core/index.ts'
import { NAME_LENGTH } from '../../acts/conversation-draft.ts'
import { isOwnNumber } from '../../model/autocreation.ts'
import type { AddressConfiguration } from '../../model/records.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import {
  type Call,
  decide,
  given,
  givenWord,
  listPage,
  NO_CONTENT,
  notFound,
  notSimulated,
  type Reply,
  type Route,
} from '../call.ts'
import { readFlag } from '../flag-field.ts'
import { readMethod } from '../scoped-webhooks/routes.ts'
import { isService } from '../services/routes.ts'
import { readUrl } from '../url-field.ts'
import { accountUrl } from '../urls.ts'
import { addressConfigurationShape } from './shape.ts'

const PATH = '/Configuration/Addresses'
const OTHER_TYPES = new Set(['whatsapp', 'messenger', 'gbm', 'email', 'rcs', 'apple', 'chat'])

export const ADDRESS_ROUTES: readonly Route[] = [
  { method: 'get', level: 'account', path: PATH, handle: list },
  { method: 'post', level: 'account', path: PATH, handle: create },
  { method: 'get', level: 'account', path: `${PATH}/:address`, handle: fetch },
  { method: 'post', level: 'account', path: `${PATH}/:address`, handle: update },
  { method: 'delete', level: 'account', path: `${PATH}/:address`, handle: remove },
]

type Creation = Pick<
  AddressConfiguration,
  | 'enabled'
  | 'creation'
  | 'flowSid'
  | 'retryCount'
  | 'serviceSid'
  | 'webhookUrl'
  | 'webhookMethod'
  | 'webhookFilters'
  | 'friendlyName'
>
const BLANK: Creation = {
  enabled: false,
  creation: 'webhook',
  serviceSid: null,
  webhookUrl: null,
  webhookMethod: 'POST',
  webhookFilters: [],
  friendlyName: null,
}

function list(call: Call): Reply {
  const type = field(call.query, 'Type')?.toLowerCase()
  const filter = { accountSid: call.account.sid, ...(type !== undefined && { type }) }
  return listPage(call, {
    key: 'address_configurations',
    limits: PAGE_LIMITS.small,
    url: accountUrl(call, PATH),
    read: (slice) => call.conversations.reader.addressConfigurations(filter, slice),
    keyOf: ({ sid }) => sid,
    shape: (configuration) => show(call, configuration),
  })
}

function create(call: Call): Reply | Promise<Reply> {
  const type = givenWord(call, 'Type')
  if (!type) return apiError(20001, 'Type is required')
  if (OTHER_TYPES.has(type)) return notSimulated(`Addresses of type ${type}`)
  if (type !== 'sms') return apiError(20001, `The Type ${type} is none of sms, ${[...OTHER_TYPES].join(', ')}`)
  const address = parseAddress(given(call, 'Address') ?? '')
  if (!address) return apiError(50407, `The Address ${given(call, 'Address') ?? ''} is no phone number`)
  const act = (work: Work) => {
    const { account, read, now } = work
    if (!isOwnNumber(work.carrier.number(address), account.sid)) {
      return apiError(50413, `The address ${address} does not belong to the account ${account.sid}`)
    }
    const holder = read.addressConfigurations({ accountSid: account.sid, type, address }, { limit: 1 })[0]
    if (holder) return apiError(50416, `The address ${address} is already configured by ${holder.sid}`)
    const creation = readCreation(call, work, BLANK)
    if (isApiError(creation)) return creation
    return work.put('addressConfiguration', {
      sid: work.sid('addressConfiguration'),
      accountSid: account.sid,
      type,
      address,
      addressCountry: given(call, 'AddressCountry') ?? null,
      ...creation,
      createdAt: now,
      updatedAt: now,
    })
  }
  return decide(call, act, (configuration) => ({ status: 201, body: show(call, configuration) }))
}

function fetch(call: Call): Reply {
  const found = find(call, call.conversations.reader)
  return isApiError(found) ? found : { status: 200, body: show(call, found) }
}

function update(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const before = find(call, work.read)
    if (isApiError(before)) return before
    const creation = readCreation(call, work, before)
    return isApiError(creation)
      ? creation
      : work.put('addressConfiguration', { ...before, ...creation, updatedAt: work.now })
  }
  return decide(call, act, (configuration) => ({ status: 200, body: show(call, configuration) }))
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const found = find(call, work.read)
    if (!isApiError(found)) work.remove('addressConfiguration', found.sid)
    return found
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, read: ConversationsReader): AddressConfiguration | ApiError {
  const name = call.params.address ?? ''
  const accountSid = call.account.sid
  const found = isSid('addressConfiguration', name)
    ? read.addressConfiguration(name)
    : read.addressConfigurations({ accountSid, address: name }, { limit: 1 })[0]
  return found?.accountSid === accountSid ? found : notFound(call)
}

function readCreation(call: Call, work: Work, before: Creation): Creation | ApiError {
  const type = givenWord(call, 'AutoCreation.Type') ?? before.creation
  if (type !== 'webhook' && type !== 'studio' && type !== 'default')
    return apiError(50364, `The AutoCreation.Type ${type} is unknown`)
  const serviceSid = given(call, 'AutoCreation.ConversationServiceSid') || before.serviceSid
  if (serviceSid !== null && !isService(work, serviceSid)) return apiError(50050, `There is no service ${serviceSid}`)
  const method = readMethod(given(call, 'AutoCreation.WebhookMethod'), before.webhookMethod)
  if (isApiError(method)) return method
  const filters = call.form.has('AutoCreation.WebhookFilters')
    ? fields(call.form, 'AutoCreation.WebhookFilters')
    : before.webhookFilters
  const wrong = filters.find((filter) => !isPostEvent(filter))
  if (wrong !== undefined) return apiError(50365, `${wrong} is no event of conversations`)
  const flow = readFlow(call, type, before)
  if (isApiError(flow)) return flow
  const enabled = readFlag(call, 'AutoCreation.Enabled', before.enabled)
  if (isApiError(enabled)) return enabled
  const url = given(call, 'AutoCreation.WebhookUrl') ?? before.webhookUrl
  if (url && readUrl(url) === undefined) return apiError(50054, `The AutoCreation.WebhookUrl ${url} is no URL`)
  const friendlyName = given(call, 'FriendlyName') ?? before.friendlyName
  if ((friendlyName?.length ?? 0) > NAME_LENGTH) return apiError(50003, `FriendlyName is longer than ${NAME_LENGTH}`)
  return {
    ...flow,
    enabled,
    creation: type,
    serviceSid,
    webhookUrl: url,
    webhookMethod: method,
    webhookFilters: filters.filter(isPostEvent),
    friendlyName,
  }
}

/** A Studio flow is kept, and not run: there is no Studio here. */
function readFlow(
  call: Call,
  type: AddressConfiguration['creation'],
  before: Creation,
): Pick<AddressConfiguration, 'flowSid' | 'retryCount'> | ApiError {
  const flowSid = given(call, 'AutoCreation.StudioFlowSid') ?? before.flowSid ?? null
  const retries = given(call, 'AutoCreation.StudioRetryCount') ?? String(before.retryCount ?? 0)
  if ((type === 'studio' || flowSid) && !isSid('flow', flowSid ?? ''))
    return apiError(50367, `${flowSid ?? ''} is no SID of a flow`)
  if (!/^\d{1,2}$/.test(retries)) return apiError(50065, `The StudioRetryCount ${retries} is no number`)
  return { flowSid, retryCount: Number(retries) }
}

function show(call: Call, configuration: AddressConfiguration) {
  return addressConfigurationShape(configuration, (path) => accountUrl(call, path))
}
