import type { ControlClient } from './control-client.ts'
import { type Duration, milliseconds } from './duration.ts'

type Shown = { readonly mode: 'real' | 'frozen' | 'scaled'; readonly now: string; readonly rate?: number }

/** The clock of one world. */
export class WorldClock {
  private readonly control: ControlClient
  private readonly base: string

  constructor(control: ControlClient, base: string) {
    this.control = control
    this.base = base
  }

  async now(): Promise<Date> {
    return new Date((await this.control.call<Shown>({ path: this.path })).now)
  }

  /** Winds a frozen clock and does everything that falls due on the way, in order; done when it resolves. */
  async advance(by: Duration): Promise<Date> {
    const body = { ms: milliseconds(by) }
    return new Date((await this.control.call<Shown>({ method: 'POST', path: `${this.path}/advance`, body })).now)
  }

  freeze(at?: Date | string): Promise<void> {
    return this.put({ mode: 'frozen', ...(at !== undefined && { now: new Date(at).toISOString() }) })
  }

  /** As fast as the real one, or `rate` times as fast. */
  run(rate = 1): Promise<void> {
    return this.put(rate === 1 ? { mode: 'real' } : { mode: 'scaled', rate })
  }

  private get path(): string {
    return `${this.base}/clock`
  }

  private async put(body: object): Promise<void> {
    await this.control.call({ method: 'PUT', path: this.path, body })
  }
}
