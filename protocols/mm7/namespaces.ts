/** [SOAP11 4] */
export const SOAP_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/'

const SCHEMA = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/'

/** The schemas that were published. Peers send others; a namespace is recorded and answered, never judged. [23.140 L.1] */
export const MM7_NAMESPACES = [
  `${SCHEMA}REL-5-MM7-1-0`,
  `${SCHEMA}REL-5-MM7-1-1`,
  `${SCHEMA}REL-5-MM7-1-2`,
  `${SCHEMA}REL-5-MM7-1-3`,
  `${SCHEMA}REL-6-MM7-1-0`,
  `${SCHEMA}REL-6-MM7-1-1`,
  `${SCHEMA}REL-6-MM7-1-2`,
  `${SCHEMA}REL-6-MM7-1-3`,
  `${SCHEMA}REL-6-MM7-1-4`,
] as const

/** Values of MM7Version seen in use; any 5.x.0 and 6.x.0 is accepted. */
export const MM7_VERSIONS = [
  '5.3.0',
  '5.5.0',
  '5.6.0',
  '5.8.0',
  '5.10.0',
  '6.3.0',
  '6.4.0',
  '6.5.0',
  '6.6.0',
  '6.7.0',
  '6.8.0',
] as const

/** What we speak to a peer that has not spoken yet. */
export const DEFAULT_NAMESPACE: string = `${SCHEMA}REL-6-MM7-1-4`
export const DEFAULT_VERSION = '6.8.0'

/** The whole namespace of a schema's short name (`REL-5-MM7-1-2`); anything else is a namespace already. */
export function namespaceNamed(name: string): string {
  return MM7_NAMESPACES.find((namespace) => namespace.endsWith(`/${name}`)) ?? name
}

/** The schema's pattern for MM7Version: Release 5 or 6. */
export function isSupportedVersion(version: string): boolean {
  return /^[56]\.\d{1,2}\.\d{1,2}$/.test(version)
}
