import type { Clock, ClockSetting, Instant } from '../core/index.ts'

/** A world's clock: real, frozen or faster than real. Timers are set on the real clock by `realDelay`. */
export class WorldClock implements Clock {
  private setting: ClockSetting
  private readonly realNow: () => number

  constructor(setting: ClockSetting, realNow: () => number = Date.now) {
    this.setting = setting
    this.realNow = realNow
  }

  now(): Instant {
    switch (this.setting.mode) {
      case 'real':
        return this.realNow()
      case 'frozen':
        return this.setting.now
      case 'scaled':
        return Math.floor(this.setting.now + (this.realNow() - this.setting.realSince) * this.setting.rate)
    }
  }

  get current(): ClockSetting {
    return this.setting
  }

  change(setting: ClockSetting): void {
    this.setting = setting
  }

  /** Real milliseconds until the world's `at`; undefined while it never comes by itself. */
  realDelay(at: Instant): number | undefined {
    if (this.setting.mode === 'frozen') return at <= this.setting.now ? 0 : undefined
    const rate = this.setting.mode === 'scaled' ? this.setting.rate : 1
    return Math.max(0, (at - this.now()) / rate)
  }

  /** Moves a frozen clock forward; never back. */
  moveTo(at: Instant): void {
    if (this.setting.mode === 'frozen' && at > this.setting.now) this.setting = { mode: 'frozen', now: at }
  }
}
