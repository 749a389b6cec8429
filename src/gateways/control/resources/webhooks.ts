import { notFound } from '../problem.ts'
import type { Handler } from '../request.ts'

/** The same call once more; the new one stands in the list at once, its answer when it has come. */
export const resendWebhook: Handler = async (world, { params }) => {
  const call = await world.resendWebhook(String(params.id))
  return call ? { status: 202, body: call } : notFound(`webhook call ${params.id}`)
}
