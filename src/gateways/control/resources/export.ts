import type { Request } from 'express'
import { z } from 'zod'
import { isProblem, notFound, type Problem, problem } from '../problem.ts'
import { type Answer, checked, type Handler } from '../request.ts'
import type { ControlWorlds } from '../world-port.ts'
import { worldName } from './worlds.ts'

export const captureWish = z.strictObject({
  /** Passwords and Authorization headers as well. */
  credentials: z.enum(['true', 'false']).default('false'),
})

export const packetWish = captureWish.extend({
  /** Only what passed for this one. */
  message: z.coerce.number().int().optional(),
})

const archived = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.base64() })]),
)

export const archiveWish = z.strictObject({
  format: z.literal('partyline-world-1'),
  version: z.string(),
  world: z.string(),
  tables: z.record(z.string(), z.array(archived)),
})
export const importPage = z.strictObject({ name: worldName.optional() })

export const exportArchive: Handler = (world, { query }) => {
  const asked = checked(captureWish, query)
  if (isProblem(asked)) return asked
  return { body: world.archive(asked.value.credentials === 'true') }
}

export function importArchive(
  worlds: ControlWorlds,
  { body, query }: Pick<Request, 'body' | 'query'>,
): Answer | Problem {
  const page = checked(importPage, query)
  if (isProblem(page)) return page
  const asked = checked(archiveWish, body)
  if (isProblem(asked)) return asked
  const world = worlds.restore(asked.value.tables, page.value.name)
  if ('refused' in world) return problem(409, 'Not imported', world.refused)
  return { status: 201, body: world.info() }
}

export const exportCapture: Handler = (world, { query }) => {
  const asked = checked(packetWish, query)
  if (isProblem(asked)) return asked
  const { credentials, message } = asked.value
  if (message !== undefined && !world.read.message(message)) return notFound(`message ${message}`)
  const octets = world.capture(credentials === 'true', message)
  const filename = `partyline-${world.name}${message === undefined ? '' : `-message-${message}`}.pcapng`
  return { file: { contentType: 'application/vnd.tcpdump.pcap', filename, octets } }
}
