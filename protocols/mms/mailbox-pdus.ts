import { ANY, M, NONE, O, type PduRow, SOME } from './pdu-row.ts'

const OPENED = { transactionId: M, mmsVersion: M } as const

/** [MMSENC 6.9-6.15] PDUs about a mailbox in the network, about messages nobody will fetch, and about ones taken back. */
export const MAILBOX_PDUS = {
  'm-mbox-store.req': {
    code: 0x8b,
    fields: { ...OPENED, mmState: O, mmFlags: O, contentLocation: M },
    body: NONE,
  },
  'm-mbox-store.conf': {
    code: 0x8c,
    fields: { ...OPENED, contentLocation: O, storeStatus: M, storeStatusText: O },
    body: NONE,
  },
  'm-mbox-view.req': {
    code: 0x8d,
    fields: {
      ...OPENED,
      contentLocation: ANY,
      mmState: ANY,
      mmFlags: O,
      attributes: O,
      start: O,
      limit: O,
      totals: O,
      quotas: O,
    },
    body: NONE,
  },
  'm-mbox-view.conf': {
    code: 0x8e,
    fields: {
      ...OPENED,
      responseStatus: M,
      responseText: O,
      contentLocation: ANY,
      mmState: ANY,
      mmFlags: O,
      attributes: O,
      start: O,
      limit: O,
      mboxTotals: ANY,
      mboxQuotas: ANY,
      messageCount: O,
    },
    // Deviates: Content-Type is mandatory, and there is nothing to say of a mailbox that is refused.
    body: O,
  },
  'm-mbox-upload.req': {
    code: 0x8f,
    fields: { ...OPENED, mmState: O, mmFlags: O },
    body: M,
  },
  'm-mbox-upload.conf': {
    code: 0x90,
    fields: { ...OPENED, contentLocation: O, storeStatus: M, storeStatusText: O },
    body: NONE,
  },
  'm-mbox-delete.req': {
    code: 0x91,
    fields: { ...OPENED, contentLocation: SOME },
    body: NONE,
  },
  'm-mbox-delete.conf': {
    code: 0x92,
    fields: { ...OPENED, contentLocation: ANY, responseStatus: SOME, responseText: ANY },
    body: NONE,
  },
  'm-mbox-descr': {
    code: 0x93,
    fields: {
      mmsVersion: M,
      contentLocation: M,
      messageId: O,
      date: O,
      from: O,
      to: O,
      cc: O,
      bcc: O,
      subject: O,
      messageClass: O,
      messageSize: O,
      expiry: O,
      deliveryTime: O,
      priority: O,
      deliveryReport: O,
      readReport: O,
      replyCharging: O,
      replyChargingDeadline: O,
      replyChargingSize: O,
      replyChargingId: O,
      previouslySentBy: O,
      previouslySentDate: O,
      mmState: O,
      mmFlags: O,
    },
    body: O,
  },
  'm-delete.req': {
    code: 0x94,
    fields: { ...OPENED, contentLocation: SOME },
    body: NONE,
  },
  'm-delete.conf': {
    code: 0x95,
    fields: { ...OPENED, contentLocation: ANY, responseStatus: SOME, responseText: ANY },
    body: NONE,
  },
  'm-cancel.req': {
    code: 0x96,
    fields: { ...OPENED, cancelId: M },
    body: NONE,
  },
  'm-cancel.conf': {
    code: 0x97,
    fields: { ...OPENED, cancelStatus: M },
    body: NONE,
  },
} as const satisfies Record<string, PduRow>
