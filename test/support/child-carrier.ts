import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { World, type WorldInfo } from './journey.ts'

export const root = resolve(import.meta.dirname, '../..')

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A program of the checkout in a process of its own, started as its npm scripts start it. */
export class Child {
  stdout = ''
  stderr = ''
  readonly ended: Promise<Ended>
  private readonly process: ChildProcess
  private over = false
  private readonly heard: (() => void)[] = []

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const command = [join(root, 'bin/launch.js'), 'src/main.ts', ...args]
    this.process = spawn(process.execPath, command, {
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

  /** As Ctrl-C or a service manager does it: the signal goes to the first process alone. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.process.kill(signal)
    return this.ended
  }

  /** `kill -9` of the launcher and the carrier. */
  killNow(): Promise<Ended> {
    if (!this.over && this.process.pid !== undefined) process.kill(-this.process.pid, 'SIGKILL')
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
  const child = new Child(['start', '--data', folder, ...ports, '--ready-file', ready, '--log', 'json', ...flags])
  await child.says(/Ctrl-C stops/)
  const info = JSON.parse(readFileSync(ready, 'utf8')) as WorldInfo
  return { child, world: new World(`${info.url}/carrier`, info), info }
}

/** Runs one command to its end. */
export async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = new Child(args, environment)
  const { code } = await child.ended
  return { code, stdout: child.stdout, stderr: child.stderr }
}
