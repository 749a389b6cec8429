import { describe, expect, it } from 'vitest'
import { composeBody, encodePdu, type MmsPdu, type Part, PDUS, textPart } from '../../protocols/mms/index.ts'
import { COMPLAINT, hasTshark, readByTshark } from './read-by-tshark.ts'

const ANA = '+12025550101/TYPE=PLMN'
const BEN = '+12025550102/TYPE=PLMN'
const LONG_CODE = '+15017122661/TYPE=PLMN'
const LOCATION = 'http://localhost:8398/mm1/n1'
const opened = { transactionId: 't-1', mmsVersion: '1.2' }
const picture: Part = {
  contentType: { media: 'image/jpeg', parameters: { name: 'a.jpg' } },
  contentDisposition: { disposition: 'attachment', parameters: { filename: 'a.jpg' } },
  data: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
}
const report = { mmsVersion: '1.2', messageId: 'm-1@partyline', to: [ANA], from: BEN, date: 1_700_000_000 }

/** One of each type, with as many fields as we ever send. */
const EXAMPLES: { readonly [Type in keyof typeof PDUS]: MmsPdu & { readonly type: Type } } = {
  'm-send.req': {
    type: 'm-send.req',
    ...opened,
    from: 'insert-address',
    to: [LONG_CODE, BEN],
    cc: ['somebody@example.com'],
    subject: 'Grün',
    messageClass: 'personal',
    expiry: { relative: 86_400 },
    deliveryTime: { absolute: 1_700_000_000 },
    priority: 'high',
    senderVisibility: 'show',
    deliveryReport: true,
    readReport: false,
    body: composeBody([textPart('Hi all'), picture]),
  },
  'm-send.conf': {
    type: 'm-send.conf',
    ...opened,
    responseStatus: 0xe1,
    responseText: 'Dienst verweigert für dich',
    messageId: 'm-1@partyline',
  },
  'm-notification.ind': {
    type: 'm-notification.ind',
    ...opened,
    from: ANA,
    subject: 'Hello',
    messageClass: 'personal',
    messageSize: 70_000,
    expiry: { relative: 604_800 },
    contentLocation: 'http://localhost:8080/mm1/n1',
  },
  'm-notifyresp.ind': { type: 'm-notifyresp.ind', ...opened, status: 'deferred', reportAllowed: false },
  'm-retrieve.conf': {
    type: 'm-retrieve.conf',
    ...opened,
    messageId: 'm-1@partyline',
    date: 1_700_000_000,
    from: ANA,
    to: [LONG_CODE, BEN],
    cc: ['+12025550103/TYPE=PLMN'],
    subject: 'Hello',
    messageClass: 'auto',
    priority: 'low',
    deliveryReport: true,
    readReport: true,
    retrieveStatus: 0x80,
    retrieveText: 'Ok',
    previouslySentBy: [{ count: 1, address: BEN }],
    previouslySentDate: [{ count: 1, date: 1_690_000_000 }],
    body: composeBody([textPart('Hi all'), picture]),
  },
  'm-acknowledge.ind': { type: 'm-acknowledge.ind', ...opened, reportAllowed: true },
  'm-delivery.ind': {
    type: 'm-delivery.ind',
    mmsVersion: '1.2',
    messageId: 'm-1@partyline',
    to: [ANA],
    date: 1_700_000_000,
    status: 'retrieved',
  },
  'm-read-rec.ind': { type: 'm-read-rec.ind', ...report, readStatus: 'read' },
  'm-read-orig.ind': { type: 'm-read-orig.ind', ...report, readStatus: 'deleted-without-being-read' },
  'm-forward.req': {
    type: 'm-forward.req',
    ...opened,
    from: 'insert-address',
    to: [ANA],
    deliveryReport: false,
    contentLocation: 'http://localhost:8080/mm1/n1',
  },
  'm-forward.conf': { type: 'm-forward.conf', ...opened, responseStatus: 0x80, messageId: 'm-2@partyline' },
  'm-mbox-store.req': { type: 'm-mbox-store.req', ...opened, mmState: 'new', contentLocation: LOCATION },
  'm-mbox-store.conf': { type: 'm-mbox-store.conf', ...opened, storeStatus: 0x80, contentLocation: LOCATION },
  'm-mbox-view.req': { type: 'm-mbox-view.req', ...opened, start: 0, limit: 10, totals: true },
  'm-mbox-view.conf': { type: 'm-mbox-view.conf', ...opened, responseStatus: 0xe1, responseText: 'No mailbox' },
  'm-mbox-upload.req': {
    type: 'm-mbox-upload.req',
    ...opened,
    mmState: 'draft',
    body: composeBody([textPart('Hi all')]),
  },
  'm-mbox-upload.conf': { type: 'm-mbox-upload.conf', ...opened, storeStatus: 0xe1, storeStatusText: 'No mailbox' },
  'm-mbox-delete.req': { type: 'm-mbox-delete.req', ...opened, contentLocation: [LOCATION] },
  'm-mbox-delete.conf': { type: 'm-mbox-delete.conf', ...opened, responseStatus: [0xe1] },
  'm-mbox-descr': { type: 'm-mbox-descr', mmsVersion: '1.2', contentLocation: LOCATION, subject: 'Hello' },
  'm-delete.req': { type: 'm-delete.req', ...opened, contentLocation: [LOCATION] },
  'm-delete.conf': { type: 'm-delete.conf', ...opened, responseStatus: [0x80] },
  'm-cancel.req': { type: 'm-cancel.req', ...opened, cancelId: 'c1' },
  'm-cancel.conf': { type: 'm-cancel.conf', ...opened, cancelStatus: 'received' },
}

/** tshark's list of types ends here; MMS 1.3 goes on. */
const LAST_KNOWN = PDUS['m-mbox-descr'].code
const KNOWN = Object.values(EXAMPLES).filter(({ type }) => PDUS[type].code <= LAST_KNOWN)
const LATER = Object.values(EXAMPLES).filter(({ type }) => PDUS[type].code > LAST_KNOWN)

describe.runIf(hasTshark)('tshark', () => {
  it.each(LATER)('reads the fields of our $type, which is younger than its list [MMSENC 6]', (pdu) => {
    const read = readByTshark(encodePdu(pdu))
    expect(read).toContain(`X-Mms-Message-Type: Unknown (0x${PDUS[pdu.type].code.toString(16)})`)
    expect(read).not.toMatch(/malformed|exception/i)
    for (const line of linesOf(pdu)) expect(read).toContain(line)
  })

  it.each(KNOWN)('reads our $type without complaint [MMSENC 6]', (pdu) => {
    const read = readByTshark(encodePdu(pdu))
    expect(read).toContain(`X-Mms-Message-Type: ${pdu.type.replace('.', '-')} (0x${PDUS[pdu.type].code.toString(16)})`)
    expect(read).not.toMatch(COMPLAINT)
    for (const line of linesOf(pdu)) expect(read).toContain(line)
  })

  it('takes the parts of a body as we meant them [WSP 8.5]', () => {
    const read = readByTshark(encodePdu(EXAMPLES['m-retrieve.conf']))
    expect(read).toContain('application/vnd.wap.multipart.related')
    expect(read).toContain('Hi all')
    expect(read).toContain('Part: 3, content-type: image/jpeg')
  })
})

/** What tshark must say of the fields that every reader depends on. */
function linesOf(pdu: MmsPdu): string[] {
  const lines: string[] = []
  if ('transactionId' in pdu) lines.push(`X-Mms-Transaction-ID: ${pdu.transactionId}`)
  if ('from' in pdu) lines.push(pdu.from === 'insert-address' ? 'From: <insert address>' : `From: ${pdu.from}`)
  if ('to' in pdu) lines.push(...(pdu.to ?? []).map((address) => `To: ${address}`))
  if ('subject' in pdu && pdu.subject) lines.push(`Subject: ${shown(pdu.subject)}`)
  if ('contentLocation' in pdu)
    lines.push(...[pdu.contentLocation ?? []].flat().map((one) => `X-Mms-Content-Location: ${one}`))
  if ('messageId' in pdu) lines.push(`Message-Id: ${pdu.messageId}`)
  return lines
}

/** tshark does not convert charsets here: every octet above 127 is shown as a replacement character. */
function shown(text: string): string {
  return [...new TextEncoder().encode(text)].map((octet) => String.fromCharCode(octet < 0x80 ? octet : 0xfffd)).join('')
}
