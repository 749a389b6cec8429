import { z } from 'zod'
import { SWITCHES } from '../../../../protocols/conversations/index.ts'

const NAMES = [...Object.keys(SWITCHES), 'initializingDelay', 'httpStatus']

const named = Object.entries(SWITCHES).map(([name, { values }]) => [name, z.enum(values)] as const)

/** Switches of a Twilio account: those that exist, each with one of its values. */
export const switchesWish = z
  .strictObject(
    {
      ...Object.fromEntries(named),
      initializingDelay: z.number().min(0),
      httpStatus: z.record(z.string().regex(/^\d{5}$/, 'an error code has five digits'), z.int().min(400).max(599)),
    },
    { error: ({ code }) => (code === 'unrecognized_keys' ? `is no switch; there are ${NAMES.join(', ')}` : undefined) },
  )
  .partial()
