import { z } from 'zod'
import { isProblem } from '../problem.ts'
import { checked, type Handler } from '../request.ts'

export const captureWish = z.strictObject({
  /** Passwords and Authorization headers as well. */
  credentials: z.enum(['true', 'false']).default('false'),
})

export const exportCapture: Handler = (world, { query }) => {
  const asked = checked(captureWish, query)
  if (isProblem(asked)) return asked
  const octets = world.capture(asked.value.credentials === 'true')
  const filename = `partyline-${world.name}.pcapng`
  return { file: { contentType: 'application/vnd.tcpdump.pcap', filename, octets } }
}
