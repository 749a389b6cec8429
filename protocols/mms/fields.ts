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
  distributionIndicator: once(0x31, 'X-Mms-Distribution-Indicator', flag),
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
} satisfies Record<string, Field<unknown, boolean>>

export type FieldName = keyof typeof FIELDS

/** The type of a field's value, derived from its row. */
export type FieldValue<Name extends FieldName> =
  (typeof FIELDS)[Name] extends Field<infer T, infer Repeats> ? (Repeats extends true ? readonly T[] : T) : never

/** [MMSENC 7.4] Fields that no row of ours holds: the PDU's type, its body's type, and what we pass on unread. */
export const OTHER_FIELD_NAMES: Readonly<Record<number, string>> = {
  4: 'Content-Type',
  12: 'X-Mms-Message-Type',
  34: 'X-Mms-Store',
  35: 'X-Mms-MM-State',
  36: 'X-Mms-MM-Flags',
  37: 'X-Mms-Store-Status',
  38: 'X-Mms-Store-Status-Text',
  39: 'X-Mms-Stored',
  40: 'X-Mms-Attributes',
  41: 'X-Mms-Totals',
  42: 'X-Mms-Mbox-Totals',
  43: 'X-Mms-Quotas',
  44: 'X-Mms-Mbox-Quotas',
  45: 'X-Mms-Message-Count',
  46: 'Content',
  47: 'X-Mms-Start',
  48: 'Additional-headers',
  50: 'X-Mms-Element-Descriptor',
  51: 'X-Mms-Limit',
  63: 'X-Mms-Cancel-Status',
}
