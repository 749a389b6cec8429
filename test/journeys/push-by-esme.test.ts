import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { encodePdu, encodePush } from '../../protocols/mms/index.ts'
import { ANA, type Carrier, ESME_NUMBER, startCarrier, type World } from '../support/journey.ts'
import { NpmEsme } from '../support/npm-esme.ts'

// A message centre of somebody else's, behind an ESME, notifies a phone here: every way in which SMPP carries a WAP push.

const LOCATION = 'http://mmsc/17'
const PUSH = encodePush(
  encodePdu({
    type: 'm-notification.ind',
    transactionId: 'T-17',
    mmsVersion: '1.2',
    messageClass: 'personal',
    messageSize: 70_000,
    expiry: { relative: 86_400 },
    contentLocation: LOCATION,
  }),
  7,
)
const PORTS = Buffer.from('0605040b8423f0', 'hex')
const HALF = Math.ceil(PUSH.length / 2)
const HALVES = [PUSH.subarray(0, HALF), PUSH.subarray(HALF)]
/** By the names that the package gives them. */
const TLV_PORTS = { source_port: 9200, dest_port: 2948 }
const UDHI = 0x40

let carrier: Carrier
let world: World
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  world = await carrier.world()
  await world.phone(ANA).becomes({ autoDownload: false })
})

const concatenated = (n: number) => Buffer.from(`0b05040b8423f000032a020${n}`, 'hex')

it.each<[string, readonly object[]]>([
  ['a user data header', [{ esm_class: UDHI, short_message: Buffer.concat([PORTS, PUSH]) }]],
  ['a user data header in message_payload', [{ esm_class: UDHI, message_payload: Buffer.concat([PORTS, PUSH]) }]],
  ['ports in parameters [SMPP34 5.3.2.20]', [{ ...TLV_PORTS, short_message: Buffer.from(PUSH) }]],
  ['ports in parameters, and message_payload', [{ ...TLV_PORTS, message_payload: Buffer.from(PUSH) }]],
  ['data_coding 0xF5', [{ data_coding: 0xf5, esm_class: UDHI, short_message: Buffer.concat([PORTS, PUSH]) }]],
  [
    'two parts with headers of their own',
    HALVES.map((half, n) => ({ esm_class: UDHI, short_message: Buffer.concat([concatenated(n + 1), half]) })),
  ],
  [
    'two parts with sar parameters [SMPP34 5.3.2.22]',
    HALVES.map((half, n) => ({
      ...TLV_PORTS,
      sar_msg_ref_num: 42,
      sar_total_segments: 2,
      sar_segment_seqnum: n + 1,
      short_message: Buffer.from(half),
    })),
  ],
])('a notification with %s reaches the phone', async (_, submissions) => {
  const esme = await NpmEsme.bind(world.info)
  for (const fields of submissions) {
    const { command_status } = await esme.submits(ESME_NUMBER, ANA, { data_coding: 4, ...fields })
    expect(command_status).toBe(0)
  }
  await world.idle()
  const { body } = await world.ask(`/phones/${ANA}/notifications`)
  expect(body.notifications).toMatchObject([{ contentLocation: LOCATION, transactionId: 'T-17', size: 70_000 }])
  expect(await world.phone(ANA).messages()).toEqual([])
  await esme.unbind()
})
