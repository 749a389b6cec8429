import type { Call } from './call.ts'

type Place = Pick<Call, 'site' | 'ofService' | 'serviceSid'>

/** The address of a resource of the Conversations API, on the level of the request. */
export function urlOf({ site, ofService, serviceSid }: Place, path: string): string {
  return `${site.base('conversations')}/v1${ofService ? `/Services/${serviceSid}` : ''}${path}`
}

/** The address of something that exists for the account only. */
export function accountUrl({ site }: Pick<Call, 'site'>, path: string): string {
  return `${site.base('conversations')}/v1${path}`
}

export function messagingUrl({ site }: Pick<Call, 'site'>, path: string): string {
  return `${site.base('messaging')}/v1${path}`
}

export function mediaUrl({ site }: Pick<Call, 'site'>, path: string): string {
  return `${site.base('mcs')}/v1${path}`
}
