import { z } from 'zod'
import { isProblem, notFound, problem } from '../problem.ts'
import { checked, type Handler } from '../request.ts'

const name = (max: number) => z.string().max(max, `at most ${max} characters`)

/** [SMPP34 4.1.7] */
export const outbindWish = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  systemId: name(15).optional(),
  password: name(8).optional(),
})

export const listSessions: Handler = (world) => ({ body: { sessions: world.sessions() } })

export const getSession: Handler = ({ smpp }, { params }) => {
  const session = smpp.find(String(params.id))
  return session ? { body: session } : noSession(params.id)
}

export const deleteSession: Handler = ({ smpp }, { params }) =>
  smpp.close(String(params.id)) ? { status: 204 } : noSession(params.id)

export const unbindSession: Handler = ({ smpp }, { params }) =>
  smpp.unbind(String(params.id)) ? { status: 202, body: { unbinding: true } } : noSession(params.id)

export const enquireSession: Handler = async ({ smpp }, { params }) => {
  const answered = await smpp.enquireLink(String(params.id))
  return answered === undefined ? noSession(params.id) : { body: { answered } }
}

export const postOutbind: Handler = async ({ smpp }, { body }) => {
  const wish = checked(outbindWish, body)
  if (isProblem(wish)) return wish
  const result = await smpp.outbind(wish.value)
  return 'failed' in result ? problem(502, 'ESME not reached', result.failed) : { status: 201, body: result }
}

function noSession(id: unknown) {
  return notFound(`SMPP session ${id}`)
}
