import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import type { ContentTemplate } from '../model/resources.ts'
import type { Work } from '../work.ts'

const VARIABLES_LENGTH = 8 * 1024
const KEY_LENGTH = 16
const VALUE_LENGTH = 1600
const PLACE = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g

/** A template with a text in it, filled in with the values of a request: what the phones get. */
export function renderTemplate(
  { read, account }: Pick<Work, 'read' | 'account'>,
  { sid, variables }: { readonly sid: string; readonly variables: string | undefined },
): string | ApiError {
  const template = read.resource('content', sid)
  if (!template || template.accountSid !== account.sid) return apiError(50526, `There is no content ${sid}`)
  const values = readVariables(variables)
  if (isApiError(values)) return values
  const text = textOf(template)
  if (text === undefined) return apiError(50542, `The content ${sid} has no text that a phone could show`)
  const filled: Readonly<Record<string, string>> = { ...template.variables, ...values }
  return text.replace(PLACE, (_all, name: string) => filled[name] ?? '')
}

/** The body of the first of its types that has one. */
function textOf({ types }: ContentTemplate): string | undefined {
  for (const type of Object.values(types)) {
    if (typeof type === 'object' && type !== null && 'body' in type && typeof type.body === 'string') return type.body
  }
  return undefined
}

function readVariables(text: string | undefined): Readonly<Record<string, string>> | ApiError {
  if (!text) return {}
  if (text.length > VARIABLES_LENGTH) return apiError(50529)
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return apiError(50527)
  const entries = Object.entries(value).map(([key, one]) => [key, String(one)] as const)
  if (entries.some(([key]) => key.length > KEY_LENGTH)) return apiError(50540)
  if (entries.some(([, one]) => one.length > VALUE_LENGTH)) return apiError(50541)
  return Object.fromEntries(entries)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
