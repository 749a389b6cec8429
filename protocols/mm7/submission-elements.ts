import { escapeAttribute } from '../xml/index.ts'
import { address } from './addresses.ts'
import { formatMm7Time, type Mm7Time, parseMm7Time } from './date-time.ts'
import { type Fields, faultIn, many, nested, optional, required, type Shape, type ValuesOf } from './element-fields.ts'
import {
  formatPositiveInteger,
  oneOf,
  parseBoolean,
  parsePositiveInteger,
  positiveInteger,
  text,
  token,
} from './simple-elements.ts'

const senderIdentificationFields = {
  vaspId: optional('VASPID', token),
  vasId: optional('VASID', token),
  senderAddress: optional('SenderAddress', address),
} satisfies Fields

/** Who submits. [23.140 8.7.1.3] */
export type SenderIdentification = ValuesOf<typeof senderIdentificationFields>
export const senderIdentification: Shape<SenderIdentification> = nested(senderIdentificationFields)

/** Where the content is: `href` is `cid:` and a Content-ID, or an address elsewhere. [23.140 8.7.1.2] */
export type ContentReference = { readonly href: string; readonly type?: string; readonly allowAdaptations: boolean }

export const contentReference: Shape<ContentReference> = {
  decode: ({ attributes }, reading, path) => {
    if (attributes.href === undefined) faultIn(reading, 'missing', `${path}.href`)
    const adaptations = parseBoolean(attributes.allowAdaptations ?? 'true')
    if (adaptations === undefined) faultIn(reading, 'value', `${path}.allowAdaptations`)
    return {
      href: (attributes.href ?? '').trim(),
      ...(attributes.type !== undefined && { type: attributes.type }),
      allowAdaptations: adaptations ?? true,
    }
  },
  encode: ({ href, type, allowAdaptations }) => ({
    attributes:
      (type === undefined ? '' : ` type="${escapeAttribute(type)}"`) +
      ` href="${escapeAttribute(href)}"` +
      (allowAdaptations ? '' : ' allowAdaptations="false"'),
    content: '',
  }),
}

export const additionalInformation: Shape<string> = {
  decode: ({ attributes }) => (attributes.href ?? '').trim(),
  encode: (href) => ({ attributes: ` href="${escapeAttribute(href)}"`, content: '' }),
}

export type ReplyCharging = { readonly replyChargingSize?: number; readonly replyDeadline?: Mm7Time }

export const replyCharging: Shape<ReplyCharging> = {
  decode: ({ attributes }, reading, path) => {
    const size =
      attributes.replyChargingSize === undefined ? undefined : parsePositiveInteger(attributes.replyChargingSize)
    const deadline = attributes.replyDeadline === undefined ? undefined : parseMm7Time(attributes.replyDeadline)
    if (attributes.replyChargingSize !== undefined && size === undefined)
      faultIn(reading, 'value', `${path}.replyChargingSize`)
    if (attributes.replyDeadline !== undefined && deadline === undefined)
      faultIn(reading, 'value', `${path}.replyDeadline`)
    return { ...(size !== undefined && { replyChargingSize: size }), ...(deadline && { replyDeadline: deadline }) }
  },
  encode: ({ replyChargingSize, replyDeadline }) => ({
    attributes:
      (replyChargingSize === undefined ? '' : ` replyChargingSize="${formatPositiveInteger(replyChargingSize)}"`) +
      (replyDeadline ? ` replyDeadline="${formatMm7Time(replyDeadline)}"` : ''),
    content: '',
  }),
}

const preferredChannelsFields = {
  deliverUsing: many('DeliverUsing', oneOf(['SMS', 'MMS', 'WAPPUSH'])),
} satisfies Fields
export const preferredChannels = nested(preferredChannelsFields)

const deliveryConditionFields = { dc: many('DC', positiveInteger) } satisfies Fields
export const deliveryCondition = nested(deliveryConditionFields)

const extraElementFields = { key: required('key', text), value: required('value', text) } satisfies Fields
const messageExtraDataFields = { element: many('element', nested(extraElementFields)) } satisfies Fields
export const messageExtraData = nested(messageExtraDataFields)

export const priority = oneOf(['Normal', 'High', 'Low'])
export const messageClass = oneOf(['Personal', 'Informational', 'Advertisement', 'Auto'])
export const chargedParty = oneOf(['Sender', 'Recipient', 'Both', 'Neither', 'ThirdParty', 'Other'])
export const contentClass = oneOf([
  'text',
  'image-basic',
  'image-rich',
  'video-basic',
  'video-rich',
  'megapixel',
  'content-basic',
  'content-rich',
])

/** Three rows that most tables share. */
export const applicationFields = {
  applicId: optional('ApplicID', token),
  replyApplicId: optional('ReplyApplicID', token),
  auxApplicInfo: optional('AuxApplicInfo', text),
} satisfies Fields

/** Three rows at the end of every table that carries content. */
export const contentFields = {
  content: many('Content', contentReference),
  additionalInformation: many('AdditionalInformation', additionalInformation),
  messageExtraData: optional('MessageExtraData', messageExtraData),
} satisfies Fields
