import { type ApiError, apiError } from '../../../protocols/conversations/index.ts'
import { type Call, given } from './call.ts'

/** A yes or no of the form; what it was before where the form does not say. */
export function readFlag(call: Pick<Call, 'form'>, name: string, before: boolean): boolean | ApiError {
  const text = given(call, name)?.toLowerCase()
  if (!text) return before
  if (text === 'true' || text === 'false') return text === 'true'
  return apiError(20001, `${name} ${text} is neither true nor false`)
}
