import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { type Ran, run, temporaryFolder } from '../gateways/proxy/proxy-world.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SAMPLES = join(import.meta.dirname, 'guide-samples')
const LIBRARIES = ['twilio4', 'twilio5', 'twilio'] as const

/** What each sample prints when everything goes as the guide says. */
const EXPECTED = {
  'home-buying': {
    state: 'active',
    agent: { type: 'sms', projected_address: '+15017122661' },
    first: [0, 'realEstateAgent'],
    authors: ['realEstateAgent', 'assistant'],
    participants: 4,
  },
  'stand-in': {
    identity: null,
    'without author': '400 50513',
    'by number': '+15017122661',
    first: ['agentA', '+15017122661'],
    second: 'agentB',
    'without the desk': '400 50513',
  },
  slips: {
    'the same buyer twice': '409 50437',
    'one digit too many': '400 50407',
    'one number for two': 'not refused',
  },
  'api-examples': {
    createGmms: ['IDENTITY', '{ "role": "driver" }', 'a role', ['type', 'projected_address']],
    createGmmsChatNoAttributes: ['ANOTHER', '{}', 'a role', ['type', 'projected_address']],
    createGmmsSmsNoAttributes: [null, '{}', null, ['type', 'address']],
    update: [null, '{ "role": "driver" }', null, ['type', 'address']],
    updateGmms: ['id', '{ "role": "driver" }', 'a role', ['type', 'projected_address']],
    createSms: [null, '{ "role": "driver" }', 'a role', ['type', 'address', 'proxy_address']],
    createChat: ['IDENTITY', '{ "role": "driver" }', 'a role', []],
  },
  'with-participants': { state: 'initializing', participants: 3, author: 'realEstateAgent' },
} as const
type Sample = keyof typeof EXPECTED

let carrier: Partyline
beforeAll(async () => {
  carrier = await startPartyline({})
})
afterAll(() => carrier.stop())

/** A program under `partyline exec`, in a process of its own. */
function exec(command: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const own = { XDG_DATA_HOME: temporaryFolder(), HOME: temporaryFolder() }
  const args = [join(ROOT, 'src/main.ts'), 'exec', '--url', carrier.url, '--', ...command]
  return run(process.execPath, args, { ...own, ...variables })
}

async function runSample(name: Sample, library: string, phones: string): Promise<unknown> {
  const variables = { TWILIO_PACKAGE: join(ROOT, 'node_modules', library), PHONES: phones }
  const { code, stdout, stderr } = await exec([process.execPath, join(SAMPLES, `${name}.cjs`)], variables)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe.each(LIBRARIES)("the guide's samples with %s", (library) => {
  // Version 4 has no method for the last one yet.
  const samples = (Object.keys(EXPECTED) as Sample[]).filter(
    (name) => library !== 'twilio4' || name !== 'with-participants',
  )

  it.each(samples)('%s runs unchanged under partyline exec', async (name) => {
    expect(await runSample(name, library, `01${LIBRARIES.indexOf(library)}`)).toEqual(EXPECTED[name])
  })
})

describe('a switch of the account', () => {
  it('refuses one number for two identities where projectedSharing says so', async () => {
    const [account] = carrier.main.read.accounts('twilio')
    if (!account) throw new Error('no account')
    const withSwitches = (switches: typeof account.switches) =>
      carrier.main.carrier.run((unit) => unit.put({ layer: 'core', put: 'account', value: { ...account, switches } }))
    await withSwitches({ projectedSharing: 'refuse' })
    const told = await runSample('slips', 'twilio', '018')
    await withSwitches(account.switches)
    expect(told).toMatchObject({ 'one number for two': '409 50437' })
  })
})

const exists = (name: string) => spawnSync(name, ['--version']).status === 0

if (exists('curl')) {
  it('curl reaches the carrier by the variables alone', async () => {
    const script =
      'curl -sS -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN" -d FriendlyName=by-curl https://conversations.twilio.com/v1/Conversations'
    const { stdout, stderr } = await exec(['sh', '-c', script])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      friendly_name: 'by-curl',
      url: expect.stringMatching(/^https:\/\/conversations\.twilio\.com\/v1\/Conversations\/CH/),
    })
  })
}

if (exists('python3')) {
  it("Python's standard library reaches the carrier by the variables alone", async () => {
    const script = `
import base64, json, os, urllib.parse, urllib.request
key = base64.b64encode(f"{os.environ['TWILIO_ACCOUNT_SID']}:{os.environ['TWILIO_AUTH_TOKEN']}".encode()).decode()
request = urllib.request.Request(
    "https://conversations.twilio.com/v1/Conversations",
    data=urllib.parse.urlencode({"FriendlyName": "by-python"}).encode(),
    headers={"Authorization": f"Basic {key}"},
)
print(json.load(urllib.request.urlopen(request))["friendly_name"])
`
    const { stdout, stderr } = await exec(['python3', '-c', script], { PATH: process.env.PATH })
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: 'by-python', stderr: '' })
  })
}
