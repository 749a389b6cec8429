import { type ChildProcess, fork } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'

/** One line of the bench: what was measured, its value, and the most it may be. */
export type BenchRow = {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly goal?: number
}

const PICTURE_OCTETS = 100_000
const ROUNDS = 5
const WARM_UP_ROUNDS = 3
const REQUESTS_PER_ROUND = 200
const CONNECTIONS = 4
const GOAL_RATIO = 5

type Contender = { readonly child: ChildProcess; readonly port: number; readonly rounds: number[] }

/** CPU of a 100 kB SubmitReq to nine recipients up to its SubmitRsp, against bare node:http that reads the same body. */
export async function benchMm7(): Promise<BenchRow[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const bare = await start('bare')
  const relay = await start('relay')
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const contender of [bare, relay]) {
      const cpu = await measure(contender, agent)
      if (round >= 0) contender.rounds.push(cpu)
    }
  }
  agent.destroy()
  for (const { child } of [bare, relay]) child.send('stop')
  const [read, submitted] = [median(bare.rounds), median(relay.rounds)]
  return [
    { name: 'node:http reads a 100 kB SubmitReq', unit: 'µs CPU', value: read },
    { name: 'MM7 SubmitReq of 100 kB to 9 recipients', unit: 'µs CPU', value: submitted },
    { name: 'MM7 SubmitReq against node:http', unit: 'times', value: submitted / read, goal: GOAL_RATIO },
  ]
}

async function start(what: 'bare' | 'relay'): Promise<Contender> {
  const child = fork(new URL('./mm7-server.ts', import.meta.url), [what])
  // the first message of mm7-server.ts
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { child, port, rounds: [] }
}

/** Server CPU in microseconds per request. */
async function measure({ child, port }: Contender, agent: Agent): Promise<number> {
  const before = await cpuOf(child)
  const lanes = Array.from({ length: CONNECTIONS }, async (_, lane) => {
    const body = submitRequest()
    for (let n = lane; n < REQUESTS_PER_ROUND; n += CONNECTIONS) await post(port, agent, renewPicture(body))
  })
  await Promise.all(lanes)
  return ((await cpuOf(child)) - before) / REQUESTS_PER_ROUND
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return user + system
}

function post(port: number, agent: Agent, body: Buffer): Promise<void> {
  const headers = {
    Authorization: `Basic ${Buffer.from('vasp:secret').toString('base64')}`,
    'Content-Type': 'multipart/related; boundary="=_outer_0001"; type="text/xml"; start="<soap>"',
    'Content-Length': body.length,
    SOAPAction: '""',
  }
  return new Promise((resolve, reject) => {
    const req = request({ port, host: '127.0.0.1', path: '/mm7', method: 'POST', agent, headers }, (res) => {
      let answer = ''
      res.setEncoding('latin1').on('data', (text: string) => {
        answer += text
      })
      res.on('end', () => (answer.includes('<StatusCode>1000<') ? resolve() : reject(new Error(answer))))
    })
    req.on('error', reject).end(body)
  })
}

const PICTURE_MARK = 'Content-Transfer-Encoding: binary\r\n\r\n'

function submitRequest(): Buffer {
  const ns = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4'
  const to = Array.from({ length: 9 }, (_, n) => `<Number>+1202555010${n + 1}</Number>`).join('')
  const soap = `<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header>
<mm7:TransactionID xmlns:mm7="${ns}" env:mustUnderstand="1">bench</mm7:TransactionID></env:Header>
<env:Body><SubmitReq xmlns="${ns}"><MM7Version>6.8.0</MM7Version>
<SenderIdentification><VASPID>vasp</VASPID><VASID>demo</VASID><SenderAddress><Number>+12025550160</Number></SenderAddress></SenderIdentification>
<Recipients><To>${to}</To></Recipients><DeliveryReport>true</DeliveryReport><Subject>Open house</Subject>
<Content href="cid:media" allowAdaptations="true"/></SubmitReq></env:Body></env:Envelope>`
  const smil = '<smil><body><par><img src="house.jpg"/></par></body></smil>'
  const lines = [
    '--=_outer_0001\r\nContent-Type: text/xml; charset=utf-8\r\nContent-ID: <soap>\r\n',
    `${soap}\r\n--=_outer_0001`,
    'Content-Type: multipart/related; boundary="=_inner_0001"; start="<smil>"\r\nContent-ID: <media>\r\n',
    `--=_inner_0001\r\nContent-Type: application/smil\r\nContent-ID: <smil>\r\n\r\n${smil}\r\n--=_inner_0001`,
    `Content-Type: image/jpeg\r\nContent-ID: <house.jpg>\r\nContent-Location: house.jpg\r\n${PICTURE_MARK}`,
  ]
  const end = Buffer.from('\r\n--=_inner_0001--\r\n--=_outer_0001--\r\n')
  return Buffer.concat([Buffer.from(lines.join('\r\n')), Buffer.alloc(PICTURE_OCTETS), end])
}

/** Another picture in each message: nothing is stored only once by luck. */
function renewPicture(body: Buffer): Buffer {
  const at = body.indexOf(PICTURE_MARK) + PICTURE_MARK.length
  return randomFillSync(body, at, PICTURE_OCTETS)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
