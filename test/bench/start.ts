import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type BenchRow, type Effort, median } from './row.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const GOALS = { readyMs: 500, memoryMb: 120 } as const
const FREE_PORTS = ['--port', '0', '--smpp-port', '0', '--log', 'silent']

type Start = { readonly readyMs: number; readonly memoryMb: number }

/** What `npm start` says of itself once the viewer is built and Node has the sources compiled, and its memory then. */
export async function benchStart({ rounds }: Effort): Promise<BenchRow[]> {
  await ensureViewer(ROOT)
  const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'))
  try {
    // The first start makes the database and the CA, the second finds everything compiled.
    const starts: Start[] = []
    for (let round = -2; round < rounds; round++) {
      const start = await startOnce(join(folder, 'data'))
      if (round >= 0) starts.push(start)
    }
    return [
      { name: 'time to ready', unit: 'ms', value: median(starts.map(({ readyMs }) => readyMs)), goal: GOALS.readyMs },
      {
        name: 'memory at rest',
        unit: 'MB',
        value: median(starts.map(({ memoryMb }) => memoryMb)),
        goal: GOALS.memoryMb,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startOnce(data: string): Promise<Start> {
  const command = [join(ROOT, 'bin/launch.js'), 'src/main.ts', 'start', '--data', data, ...FREE_PORTS]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [screen] = (await once(child.stdout, 'data')) as [Buffer]
  const readyMs = Number(/ready \((\d+) ms\)/.exec(String(screen))?.[1])
  const url = /http:\/\/localhost:\d+/.exec(String(screen))?.[0]
  // One request each to the viewer and the API: everything that loads after the ports are open is loaded then.
  await fetch(`${url}/`)
  await fetch(`${url}/carrier/phones`)
  const memoryMb = residentMb(await carrierOf(child.pid ?? 0))
  child.kill('SIGTERM')
  await once(child, 'exit')
  return { readyMs, memoryMb }
}

/** The launcher's child; Linux tells. */
async function carrierOf(launcher: number): Promise<number> {
  const children = readFileSync(`/proc/${launcher}/task/${launcher}/children`, 'utf8').trim()
  return Number(children.split(' ')[0] || launcher)
}

function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1_000
}
