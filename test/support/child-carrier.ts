import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { World, type WorldInfo } from './journey.ts'

export const root = resolve(import.meta.dirname, '../..')

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** What the npm scripts of the checkout run. */
export const partyline = (...args: readonly string[]) => [
  process.execPath,
  join(root, 'bin/launch.js'),
  'src/main.ts',
  ...args,
]

/** A program in a process of its own, run from the checkout. */
export class Child {
  stdout = ''
  stderr = ''
  readonly ended: Promise<Ended>
  private readonly process: ChildProcess
  private over = false
  private readonly heard: (() => void)[] = []

  constructor([program = '', ...args]: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.process = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a signal can reach the launcher and what it launched at once.
      detached: true,
    })
    this.process.stdout?.on('data', (chunk) => {
      this.stdout += chunk
      this.tell()
    })
    this.process.stderr?.on('data', (chunk) => {
      this.stderr += chunk
    })
    this.ended = new Promise((resolve) => {
      this.process.on('close', (code, signal) => {
        this.over = true
        this.tell()
        resolve({ code, signal })
      })
    })
  }

  async says(words: RegExp): Promise<void> {
    while (!words.test(this.stdout)) {
      if (this.over) throw new Error(`it ended without saying ${words}:\n${this.stdout}\n${this.stderr}`)
      await new Promise<void>((resolve) => this.heard.push(resolve))
    }
  }

  /** As a service manager does it: the signal goes to the first process alone. */
  stop(): Promise<Ended> {
    this.process.kill('SIGTERM')
    return this.ended
  }

  /** Ctrl-C: a terminal tells every process in the foreground. */
  interrupt(): Promise<Ended> {
    return this.tellAll('SIGINT')
  }

  /** `kill -9` of the launcher and the carrier. */
  killNow(): Promise<Ended> {
    return this.tellAll('SIGKILL')
  }

  private tellAll(signal: NodeJS.Signals): Promise<Ended> {
    if (!this.over && this.process.pid !== undefined) process.kill(-this.process.pid, signal)
    return this.ended
  }

  private tell(): void {
    for (const resolve of this.heard.splice(0)) resolve()
  }
}

export type RunningChild = { readonly child: Child; readonly world: World; readonly info: WorldInfo }

/** A carrier in a process of its own, on free ports and the given data folder; its world `main`. */
export async function startChild(folder: string, flags: readonly string[] = []): Promise<RunningChild> {
  const ready = join(folder, 'ready.json')
  const ports = ['--port', '0', '--smpp-port', '0', '--host', '127.0.0.1']
  const child = new Child(
    partyline('start', '--data', folder, ...ports, '--ready-file', ready, '--log', 'json', ...flags),
  )
  return { child, ...(await whenReady(child, ready)) }
}

/** Where a carrier is, as soon as its first screen is there. */
export async function whenReady(child: Child, readyFile: string) {
  await child.says(/Ctrl-C stops/)
  const info = JSON.parse(readFileSync(readyFile, 'utf8')) as WorldInfo
  return { world: new World(`${info.url}/carrier`, info), info }
}

/** Runs a program to its end. */
export async function run(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = new Child(command, environment)
  const { code } = await child.ended
  return { code, stdout: child.stdout, stderr: child.stderr }
}
