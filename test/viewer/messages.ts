// Values for the tests of the viewer's state.
import { readEvent, readMessage } from '../../src/viewer/read-wire.ts'
import type { FeedEvent, Phone, PhoneMessage } from '../../src/viewer/wire.ts'

export const ANA = '+12025550101'
export const BEN = '+12025550102'
export const CLEO = '+12025550103'

export function message(fields: Partial<PhoneMessage> & { readonly id: string }): PhoneMessage {
  const plain = {
    phone: ANA,
    direction: 'received',
    transport: 'sms',
    from: BEN,
    to: [ANA],
    thread: BEN,
    text: 'Hello',
  }
  return readMessage({ at: '2026-05-13T10:00:00.000Z', status: 'received', ...plain, ...fields })
}

export function event(seq: number, type: string, of: PhoneMessage | null, more: object = {}): FeedEvent {
  return readEvent({ seq, at: '2026-05-13T10:00:00.000Z', type, ...(of && { phone: of.phone, message: of }), ...more })
}

export function received(seq: number, fields: Partial<PhoneMessage> & { readonly id: string }): FeedEvent {
  return event(seq, 'phone.message-received', message(fields))
}

export function phone(fields: Partial<Phone>): Phone {
  return {
    number: ANA,
    name: 'Ana',
    state: 'online',
    profile: 'android',
    groupMode: 'group',
    autoDownload: true,
    contacts: [],
    carrier: '',
    unread: 0,
    ...fields,
  }
}
