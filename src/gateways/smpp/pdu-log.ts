import type { Connection } from './connection.ts'
import { type PassedPdu, viewOfPdu } from './pdu-ring.ts'

/** A PDU as one line of JSON: when, whose, which way, its octets and every field of them. */
export function pduLine({ id: session, remote, session: { binding } }: Connection, passed: PassedPdu): string {
  const { at, direction, octets, fields } = viewOfPdu(passed)
  const values = fields.map(({ name, value, octets: own, meaning }) => [
    name,
    value ?? own,
    ...(meaning ? [meaning] : []),
  ])
  return JSON.stringify({ at, session, remote, systemId: binding?.systemId ?? null, direction, octets, fields: values })
}
