import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Debian puts the daemons where an ordinary user's PATH does not look. */
const PATH = [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter)
const env = { ...process.env, PATH }

export const kannelInstalled = ['bearerbox', 'smsbox'].every((program) => {
  return spawnSync(program, ['--version'], { env }).error === undefined
})

export type Kannel = {
  /** Has Kannel send a text; answers what it says to that. */
  sendSms(query: Readonly<Record<string, string>>): Promise<string>
  stop(): Promise<void>
}

/** Bearerbox and smsbox bound to an SMPP port on this machine; every text of one word is answered by `echo: <word>`. */
export async function startKannel(smppPort: number): Promise<Kannel> {
  const folder = mkdtempSync(join(tmpdir(), 'kannel-'))
  const [admin, smsbox, sendsms] = await freePorts(3)
  writeFileSync(join(folder, 'kannel.conf'), configuration({ smppPort, admin, smsbox, sendsms }))
  const bearer = run('bearerbox', folder)
  await bearer.says(/entering mainloop/)
  const box = run('smsbox', folder)
  await box.says(/Connected to bearerbox/)
  return {
    async sendSms(query) {
      const asked = new URLSearchParams({ username: 'u', password: 'p', ...query })
      const response = await fetch(`http://127.0.0.1:${sendsms}/cgi-bin/sendsms?${asked}`)
      return await response.text()
    },
    async stop() {
      await box.end()
      await bearer.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configuration(ports: Readonly<Record<string, number | undefined>>): string {
  return `
group = core
admin-port = ${ports.admin}
admin-password = adm
smsbox-port = ${ports.smsbox}
box-allow-ip = 127.0.0.1
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = partyline
host = 127.0.0.1
port = ${ports.smppPort}
transceiver-mode = true
smsc-username = esme
smsc-password = secret
system-type = ""
interface-version = 34
address-range = ""
max-pending-submits = 20

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.sendsms}

group = sendsms-user
username = u
password = p
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = yes
max-messages = 1
text = "echo: %k"
`
}

/** A program whose output is waited for. */
function run(program: string, folder: string) {
  const child: ChildProcess = spawn(program, ['kannel.conf'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let output = ''
  let heard: () => void = () => {}
  const listen = (chunk: Buffer) => {
    output += chunk
    heard()
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  child.once('exit', () => heard())
  return {
    async says(words: RegExp) {
      while (!words.test(output)) {
        if (child.exitCode !== null) throw new Error(`${program} ended: ${output.slice(-2_000)}`)
        await new Promise<void>((resolve) => {
          heard = resolve
        })
      }
    },
    async end() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          // listening on a TCP port, so it has such an address
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
        }),
    ),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
