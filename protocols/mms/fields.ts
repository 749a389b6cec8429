import { amount, element, fieldReference, mmFlag } from './mailbox-kinds.ts'
import {
  encodedText,
  flag,
  from,
  integer,
  messageClass,
  octet,
  oneOf,
  previouslySentBy,
  previouslySentDate,
  shortestInteger,
  text,
  time,
  type ValueKind,
  version,
} from './value-kinds.ts'

type Field<T, Repeats extends boolean> = {
  readonly number: number
  /** The standard's name. */
  readonly name: string
  readonly kind: ValueKind<T>
  readonly repeats: Repeats
}

const once = <T>(number: number, name: string, kind: ValueKind<T>): Field<T, false> => ({
  number,
  name,
  kind,
  repeats: false,
})

const often = <T>(number: number, name: string, kind: ValueKind<T>): Field<T, true> => ({
  number,
  name,
  kind,
  repeats: true,
})

/** [MMSENC 7.4] Every header field whose value we understand, by its camelCase name. */
export const FIELDS = {
  bcc: often(0x01, 'Bcc', encodedText),
  cc: often(0x02, 'Cc', encodedText),
  contentLocation: once(0x03, 'X-Mms-Content-Location', text),
  date: once(0x05, 'Date', integer),
  deliveryReport: once(0x06, 'X-Mms-Delivery-Report', flag),
  deliveryTime: once(0x07, 'X-Mms-Delivery-Time', time),
  expiry: once(0x08, 'X-Mms-Expiry', time),
  from: once(0x09, 'From', from),
  messageClass: once(0x0a, 'X-Mms-Message-Class', messageClass),
  messageId: once(0x0b, 'Message-ID', text),
  mmsVersion: once(0x0d, 'X-Mms-MMS-Version', version),
  messageSize: once(0x0e, 'X-Mms-Message-Size', integer),
  priority: once(0x0f, 'X-Mms-Priority', oneOf('low', 'normal', 'high')),
  readReport: once(0x10, 'X-Mms-Read-Report', flag),
  reportAllowed: once(0x11, 'X-Mms-Report-Allowed', flag),
  responseStatus: once(0x12, 'X-Mms-Response-Status', octet),
  responseText: once(0x13, 'X-Mms-Response-Text', encodedText),
  senderVisibility: once(0x14, 'X-Mms-Sender-Visibility', oneOf('hide', 'show')),
  status: once(
    0x15,
    'X-Mms-Status',
    oneOf('expired', 'retrieved', 'rejected', 'deferred', 'unrecognised', 'indeterminate', 'forwarded', 'unreachable'),
  ),
  subject: once(0x16, 'Subject', encodedText),
  to: often(0x17, 'To', encodedText),
  transactionId: once(0x18, 'X-Mms-Transaction-Id', text),
  retrieveStatus: once(0x19, 'X-Mms-Retrieve-Status', octet),
  retrieveText: once(0x1a, 'X-Mms-Retrieve-Text', encodedText),
  readStatus: once(0x1b, 'X-Mms-Read-Status', oneOf('read', 'deleted-without-being-read')),
  replyCharging: once(
    0x1c,
    'X-Mms-Reply-Charging',
    oneOf('requested', 'requested-text-only', 'accepted', 'accepted-text-only'),
  ),
  replyChargingDeadline: once(0x1d, 'X-Mms-Reply-Charging-Deadline', time),
  replyChargingId: once(0x1e, 'X-Mms-Reply-Charging-ID', text),
  replyChargingSize: once(0x1f, 'X-Mms-Reply-Charging-Size', integer),
  previouslySentBy: often(0x20, 'X-Mms-Previously-Sent-By', previouslySentBy),
  previouslySentDate: often(0x21, 'X-Mms-Previously-Sent-Date', previouslySentDate),
  store: once(0x22, 'X-Mms-Store', flag),
  mmState: once(0x23, 'X-Mms-MM-State', oneOf('draft', 'sent', 'new', 'retrieved', 'forwarded')),
  mmFlags: often(0x24, 'X-Mms-MM-Flags', mmFlag),
  storeStatus: once(0x25, 'X-Mms-Store-Status', octet),
  storeStatusText: once(0x26, 'X-Mms-Store-Status-Text', encodedText),
  stored: once(0x27, 'X-Mms-Stored', flag),
  attributes: often(0x28, 'X-Mms-Attributes', fieldReference),
  totals: once(0x29, 'X-Mms-Totals', flag),
  mboxTotals: once(0x2a, 'X-Mms-Mbox-Totals', amount),
  quotas: once(0x2b, 'X-Mms-Quotas', flag),
  mboxQuotas: once(0x2c, 'X-Mms-Mbox-Quotas', amount),
  messageCount: once(0x2d, 'X-Mms-Message-Count', shortestInteger),
  start: once(0x2f, 'X-Mms-Start', shortestInteger),
  distributionIndicator: once(0x31, 'X-Mms-Distribution-Indicator', flag),
  elementDescriptor: once(0x32, 'X-Mms-Element-Descriptor', element),
  limit: once(0x33, 'X-Mms-Limit', shortestInteger),
  recommendedRetrievalMode: once(0x34, 'X-Mms-Recommended-Retrieval-Mode', oneOf('manual')),
  recommendedRetrievalModeText: once(0x35, 'X-Mms-Recommended-Retrieval-Mode-Text', encodedText),
  statusText: once(0x36, 'X-Mms-Status-Text', encodedText),
  applicId: once(0x37, 'X-Mms-Applic-ID', text),
  replyApplicId: once(0x38, 'X-Mms-Reply-Applic-ID', text),
  auxApplicInfo: once(0x39, 'X-Mms-Aux-Applic-Info', text),
  contentClass: once(
    0x3a,
    'X-Mms-Content-Class',
    oneOf(
      'text',
      'image-basic',
      'image-rich',
      'video-basic',
      'video-rich',
      'megapixel',
      'content-basic',
      'content-rich',
    ),
  ),
  drmContent: once(0x3b, 'X-Mms-DRM-Content', flag),
  adaptationAllowed: once(0x3c, 'X-Mms-Adaptation-Allowed', flag),
  replaceId: once(0x3d, 'X-Mms-Replace-ID', text),
  cancelId: once(0x3e, 'X-Mms-Cancel-ID', text),
  cancelStatus: once(0x3f, 'X-Mms-Cancel-Status', oneOf('received', 'corrupted')),
} satisfies Record<string, Field<unknown, boolean>>

export type FieldName = keyof typeof FIELDS

/** The type of one value of a field, derived from its row. */
export type FieldItem<Name extends FieldName> = (typeof FIELDS)[Name] extends Field<infer T, boolean> ? T : never

/** The type of a field's value in a PDU that has it as the rows say. */
export type FieldValue<Name extends FieldName> = (typeof FIELDS)[Name]['repeats'] extends true
  ? readonly FieldItem<Name>[]
  : FieldItem<Name>

/** [MMSENC 7.4] Fields that no row of ours holds: the PDU's type, its body's type, and what we pass on unread. */
export const OTHER_FIELD_NAMES: Readonly<Record<number, string>> = {
  4: 'Content-Type',
  12: 'X-Mms-Message-Type',
  46: 'Content',
  48: 'Additional-headers',
}
