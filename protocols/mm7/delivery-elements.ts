import { escapeAttribute } from '../xml/index.ts'
import { decodeAddresses, encodeAddress, type Mm7Address } from './addresses.ts'
import { formatMm7Time, type Mm7Time, parseMm7Time } from './date-time.ts'
import { type Fields, faultIn, many, nested, type Reading, type Shape } from './element-fields.ts'
import { formatPositiveInteger, oneOf, parsePositiveInteger, time } from './simple-elements.ts'

/** One of several, with its place in the order of forwarding. [23.140 8.7.2.3] */
export type Sequenced<T> = { readonly value: T; readonly sequence?: number }

const userAgent: Shape<Sequenced<Mm7Address>> = {
  decode: (element, reading, path) => {
    const [value] = decodeAddresses(element, reading, path)
    if (!value) faultIn(reading, 'missing', `${path}.Number`)
    return { value: value as Mm7Address, ...sequenceOf(element.attributes, reading, path) } // undefined only with a fault
  },
  encode: ({ value, sequence }) => ({ attributes: sequenceAttribute(sequence), content: encodeAddress(value) }),
}

const sentAt: Shape<Sequenced<Mm7Time>> = {
  decode: (element, reading, path) => ({
    value: time.decode(element, reading, path),
    ...sequenceOf(element.attributes, reading, path),
  }),
  encode: ({ value, sequence }) => ({ attributes: sequenceAttribute(sequence), content: formatMm7Time(value) }),
}

function sequenceOf(
  attributes: Readonly<Record<string, string>>,
  reading: Reading,
  path: string,
): { sequence?: number } {
  if (attributes.sequence === undefined) return {}
  const sequence = parsePositiveInteger(attributes.sequence)
  if (sequence === undefined) faultIn(reading, 'value', `${path}.sequence`)
  return sequence === undefined ? {} : { sequence }
}

function sequenceAttribute(sequence: number | undefined): string {
  return sequence === undefined ? '' : ` sequence="${formatPositiveInteger(sequence)}"`
}

const previouslySentByFields = { userAgent: many('UserAgent', userAgent) } satisfies Fields
export const previouslySentBy = nested(previouslySentByFields)

const previouslySentAtFields = { dateTime: many('DateTime', sentAt) } satisfies Fields
export const previouslySentDateAndTime = nested(previouslySentAtFields)

export type UaCapabilities = { readonly uaProf?: string; readonly timeStamp?: Mm7Time }

export const uaCapabilities: Shape<UaCapabilities> = {
  decode: ({ attributes }, reading, path) => {
    const at = attributes.TimeStamp === undefined ? undefined : parseMm7Time(attributes.TimeStamp)
    if (attributes.TimeStamp !== undefined && !at) faultIn(reading, 'value', `${path}.TimeStamp`)
    return { ...(attributes.UAProf !== undefined && { uaProf: attributes.UAProf }), ...(at && { timeStamp: at }) }
  },
  encode: ({ uaProf, timeStamp }) => ({
    attributes:
      (uaProf === undefined ? '' : ` UAProf="${escapeAttribute(uaProf)}"`) +
      (timeStamp ? ` TimeStamp="${formatMm7Time(timeStamp)}"` : ''),
    content: '',
  }),
}

/**
 * MMStatus of a delivery report. [23.140 8.7.3.3]
 * Deviates: Unreachable, NotSupported and Unrecognized are in no schema; Sinch sends them.
 */
export const deliveryStatus = oneOf([
  'Expired',
  'Retrieved',
  'Rejected',
  'Indeterminate',
  'Forwarded',
  'Unrecognised',
  'Deferred',
  'DeliveryConditionNotMet',
  'Processing',
  'Cancelled',
  'Replaced',
  'Delivered',
  'Unreachable',
  'NotSupported',
  'Unrecognized',
])

export const deliveryStatusExtension = oneOf(['RejectionByMMSRecipient', 'RejectionByOtherRS'])

/** MMStatus of a read reply. [23.140 8.7.4.3] */
export const readStatus = oneOf(['Read', 'Deleted', 'Indeterminate'])
