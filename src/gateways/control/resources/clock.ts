import { z } from 'zod'
import type { ClockSetting } from '../../../core/index.ts'
import { cutOff, isProblem, problem } from '../problem.ts'
import { checked, type Handler } from '../request.ts'
import type { ControlWorld } from '../world-port.ts'

const LONGEST_ADVANCE_MS = 10 * 366 * 24 * 3_600_000

export const clockSetting = z
  .strictObject({
    mode: z.enum(['real', 'frozen', 'scaled']),
    rate: z.number().positive().max(1_000_000).optional(),
    now: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ mode, rate }) => mode !== 'scaled' || rate !== undefined, {
    path: ['rate'],
    message: 'a scaled clock needs one',
  })

// At least one element, and one after a T.
const DURATION = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
export const clockAdvance = z
  .strictObject({
    ms: z.int().min(0).max(LONGEST_ADVANCE_MS).optional(),
    duration: z.string().regex(DURATION, 'takes an ISO duration such as PT15M').optional(),
  })
  .refine(({ ms, duration }) => (ms === undefined) !== (duration === undefined), 'give either ms or duration')

export const getClock: Handler = (world) => ({ body: view(world) })

export const putClock: Handler = async (world, { body }) => {
  const asked = checked(clockSetting, body)
  if (isProblem(asked)) return asked
  await world.setClock(clockOf(asked.value, world.clock.now()))
  return { body: view(world) }
}

/** The clock that was asked for; where it starts is not said, it goes on from `now`. */
export function clockOf(asked: z.output<typeof clockSetting>, now: number): ClockSetting {
  const { mode, rate = 1 } = asked
  const at = asked.now === undefined ? now : Date.parse(asked.now)
  if (mode === 'real') return { mode }
  return mode === 'frozen' ? { mode, now: at } : { mode, rate, now: at, realSince: Date.now() }
}

export const advanceClock: Handler = async (world, { body }, signal) => {
  const asked = checked(clockAdvance, body)
  if (isProblem(asked)) return asked
  if (world.clock.current.mode !== 'frozen') {
    return problem(409, 'Clock not frozen', 'only a frozen clock is wound by hand: PUT /clock {"mode":"frozen"} first')
  }
  await world.advance(asked.value.ms ?? durationMs(asked.value.duration ?? 'PT0S'), signal)
  if (signal.aborted) return cutOff()
  return { body: view(world) }
}

function view({ clock }: ControlWorld): object {
  const { mode } = clock.current
  return {
    mode,
    now: new Date(clock.now()).toISOString(),
    ...(clock.current.mode === 'scaled' && { rate: clock.current.rate }),
  }
}

function durationMs(text: string): number {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? []
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000
}
