import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type Effort, median } from './row.ts'

/** A measured process. Its server file answers `cpu` with its usage so far, once the server is at rest. */
export class Contender {
  readonly port: number
  readonly smppPort: number
  private readonly child: ChildProcess

  private constructor(child: ChildProcess, ports: { readonly port: number; readonly smppPort?: number }) {
    this.child = child
    this.port = ports.port
    this.smppPort = ports.smppPort ?? ports.port
  }

  /** Starts `file` of this folder in a process of its own; its first message says where it listens. */
  static async start(file: string, ...args: string[]): Promise<Contender> {
    const child = fork(new URL(file, import.meta.url), args, {
      execArgv: [...process.execArgv, ...(process.env.BENCH_NODE_OPTIONS?.split(' ').filter(Boolean) ?? [])],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    child.once('exit', (code) => {
      if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`)
    })
    // The first message of every server file here.
    const [ports] = (await once(child, 'message')) as [{ port: number; smppPort?: number }]
    return new Contender(child, ports)
  }

  /** CPU of all its threads in microseconds. */
  async cpu(): Promise<number> {
    const { user, system } = (await this.ask('cpu')) as NodeJS.CpuUsage
    return user + system
  }

  /** Octets. */
  async memory(): Promise<number> {
    return (await this.ask('rss')) as number
  }

  async ask(what: string): Promise<unknown> {
    this.child.send(what)
    const [answer] = (await once(this.child, 'message')) as [unknown]
    return answer
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit')
    this.child.send('stop')
    await gone
  }
}

export type Course = {
  readonly contender: Contender
  /** Messages, requests or pages of one round. */
  readonly count: number
  readonly run: (count: number) => Promise<void>
}

/** Median CPU per item of each course, in microseconds; the courses take turns (A, B, C, A, B, C). */
export async function interleaved(courses: readonly Course[], effort: Effort): Promise<number[]> {
  const rounds: number[][] = courses.map(() => [])
  for (let round = -effort.warmUpRounds; round < effort.rounds; round++) {
    for (const [index, { contender, count, run }] of courses.entries()) {
      const share = Math.ceil(count * effort.share)
      const before = await contender.cpu()
      await run(share)
      const after = await contender.cpu()
      if (round >= 0) rounds[index]!.push((after - before) / share)
    }
  }
  return rounds.map(median)
}
