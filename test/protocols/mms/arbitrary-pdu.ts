import fc from 'fast-check'
import { type FieldName, type MmsPdu, type Part, PDUS, repeatsIn } from '../../../protocols/mms/index.ts'

const text = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((value) => value.replaceAll('\0', ''))
  .filter((value) => value.isWellFormed())
const token = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/)
const seconds = fc.integer({ min: 0, max: 0xffff_ffff })
const time = fc.oneof(fc.record({ absolute: seconds }), fc.record({ relative: seconds }))
const octet = fc.integer({ min: 0x80, max: 0xff })

/** Values by what a field's row says it holds; words of closed lists are found by trying. */
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  date: seconds,
  deliveryTime: time,
  expiry: time,
  replyChargingDeadline: time,
  messageSize: fc.maxSafeNat(),
  replyChargingSize: fc.maxSafeNat(),
  responseStatus: octet,
  retrieveStatus: octet,
  from: fc.oneof(text, fc.constant('insert-address')),
  messageClass: fc.oneof(fc.constantFrom('personal', 'advertisement', 'informational', 'auto'), token),
  mmsVersion: fc.constantFrom('1.0', '1.1', '1.2', '1.3', '2', '7.14'),
  previouslySentBy: fc.record({ count: fc.nat({ max: 300 }), address: text }),
  previouslySentDate: fc.record({ count: fc.nat({ max: 300 }), date: seconds }),
  priority: fc.constantFrom('low', 'normal', 'high'),
  senderVisibility: fc.constantFrom('hide', 'show'),
  status: fc.constantFrom('expired', 'retrieved', 'rejected', 'deferred', 'unrecognised', 'forwarded', 'unreachable'),
  readStatus: fc.constantFrom('read', 'deleted-without-being-read'),
  replyCharging: fc.constantFrom('requested', 'requested-text-only', 'accepted', 'accepted-text-only'),
  recommendedRetrievalMode: fc.constant('manual'),
  contentClass: fc.constantFrom('text', 'image-basic', 'megapixel', 'content-rich'),
  storeStatus: octet,
  mmState: fc.constantFrom('draft', 'sent', 'new', 'retrieved', 'forwarded'),
  mmFlags: fc.record({ action: fc.constantFrom('add', 'remove', 'filter'), keyword: text }),
  attributes: fc.oneof(fc.nat({ max: 0x7f }), token),
  mboxTotals: fc.oneof(fc.record({ messages: fc.maxSafeNat() }), fc.record({ octets: fc.maxSafeNat() })),
  mboxQuotas: fc.oneof(fc.record({ messages: fc.maxSafeNat() }), fc.record({ octets: fc.maxSafeNat() })),
  messageCount: fc.maxSafeNat(),
  start: fc.maxSafeNat(),
  limit: fc.maxSafeNat(),
  cancelStatus: fc.constantFrom('received', 'corrupted'),
}
const FLAGS: ReadonlySet<string> = new Set([
  'deliveryReport',
  'readReport',
  'reportAllowed',
  'distributionIndicator',
  'drmContent',
  'adaptationAllowed',
  'store',
  'stored',
  'totals',
  'quotas',
])

const parameters = fc
  .record(
    {
      charset: fc.constantFrom('utf-8', 'us-ascii', 'utf-16', 'iso-8859-1', 'mib-2999', 'x-own'),
      name: text,
      filename: text,
      type: text,
      start: text,
      'start-info': text,
      'x-own': text,
      '0x10': fc.constant('00'),
    },
    { requiredKeys: [] },
  )
  .map((record) => ({ ...record }))
const media = fc.constantFrom('text/plain', 'image/jpeg', 'application/smil', 'video/3gpp', 'text/x-vcard', '0x7e')
const contentType = fc.record({ media, parameters })
const kept = fc.constantFrom(
  { field: 0x41, octets: Uint8Array.of(0x81) },
  { field: 0x30, octets: Uint8Array.of(3, 1, 2, 3) },
  { field: 'X-Own', octets: Uint8Array.of(0x68, 0x69, 0) },
)
const part: fc.Arbitrary<Part> = fc
  .record(
    {
      contentType,
      contentId: text,
      contentLocation: text,
      contentDisposition: fc.record({ disposition: fc.constantFrom('attachment', 'inline', 'own'), parameters }),
      headers: fc.array(kept, { minLength: 1, maxLength: 3 }),
      data: fc.uint8Array({ maxLength: 300 }),
    },
    { requiredKeys: ['contentType', 'data'] },
  )
  .map((record) => ({ ...record }))
const multipart = fc.record({
  contentType: fc.record({
    media: fc.constantFrom('application/vnd.wap.multipart.mixed', 'application/vnd.wap.multipart.related'),
    parameters,
  }),
  parts: fc.array(part, { maxLength: 4 }),
})
const single = fc
  .record({ contentType, data: fc.uint8Array({ maxLength: 50 }) })
  .map((only) => ({ contentType: only.contentType, parts: [only] }))
const body = fc.oneof(multipart, single)

function valueFor(type: keyof typeof PDUS, name: FieldName): fc.Arbitrary<unknown> {
  const own = name === 'elementDescriptor' ? fc.record({ reference: text, parameters }) : VALUES[name]
  const value = FLAGS.has(name) ? fc.boolean() : (own ?? text)
  return repeatsIn(type, name) ? fc.array(value, { minLength: 1, maxLength: 4 }) : value
}

function pduOf(type: keyof typeof PDUS): fc.Arbitrary<MmsPdu> {
  const row = PDUS[type]
  const fields = Object.entries(row.fields)
  const model: Record<string, fc.Arbitrary<unknown>> = { kept: fc.array(kept, { minLength: 1, maxLength: 3 }) }
  for (const [name] of fields) model[name] = valueFor(type, name as FieldName)
  if (row.body !== 'none') model.body = body
  const requiredKeys = fields
    .filter(([, presence]) => presence === 'mandatory' || presence === 'some')
    .map(([name]) => name)
  if (row.body === 'mandatory') requiredKeys.push('body')
  // The model was made from the rows that MmsPdu is derived from.
  return fc.record(model, { requiredKeys }).map((record) => ({ ...record, type }) as unknown as MmsPdu)
}

/** Any PDU that our types allow, of every type. */
export const arbitraryPdu: fc.Arbitrary<MmsPdu> = fc.oneof(
  ...(Object.keys(PDUS) as (keyof typeof PDUS)[]).map((type) => pduOf(type)),
)
