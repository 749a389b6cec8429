import { defaultDataFolder } from '../config/index.ts'
import { PRELOAD_PATH } from '../gateways/proxy/index.ts'
import { CommandError, call, expectOk } from './client.ts'
import { type TrustFiles, writeTrustFiles } from './trust-files.ts'

/** Where trust files go; tests have their own. */
export type PointingOptions = { readonly url: string; readonly folder?: string }

/** The variables that point an unchanged program at a running carrier. */
export async function pointingVariables(
  { url, folder = defaultDataFolder() }: PointingOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  const carrier = addressOf(url)
  const info = expectOk(await call(url, { path: '/info' }))
  const files = writeTrustFiles(folder, carrier, await fetchCertificate(url))
  return {
    ...proxyVariables(carrier),
    ...trustVariables(files),
    ...accountVariables(info, environment),
    PARTYLINE_URL: carrier.origin,
    NODE_OPTIONS: withPreload(environment.NODE_OPTIONS),
  }
}

/** By address where the name would be ambiguous: some programs try ::1 alone for localhost. */
function addressOf(url: string): URL {
  const carrier = URL.parse(url)
  if (!carrier) throw new CommandError(`${url} is no URL: write it as http://localhost:8398`, 2)
  if (carrier.hostname === 'localhost') carrier.hostname = '127.0.0.1'
  return carrier
}

async function fetchCertificate(url: string): Promise<string> {
  const response = await fetch(new URL('/carrier/ca.pem', url))
  const text = await response.text()
  if (response.ok) return text
  throw new CommandError(`The carrier at ${url} gave no CA certificate (${response.status}): ${text.trim()}`)
}

function proxyVariables({ hostname, port, protocol }: URL): Record<string, string> {
  // The port answers both, and a proxy is spoken to in plain HTTP by every program.
  const proxy = `http://${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
  const direct = 'localhost,127.0.0.1,::1'
  return {
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    NO_PROXY: direct,
    http_proxy: proxy,
    https_proxy: proxy,
    no_proxy: direct,
  }
}

function trustVariables({ ca, bundle }: TrustFiles): Record<string, string> {
  // Node adds NODE_EXTRA_CA_CERTS to what it trusts; the others replace what their programs trust.
  const replacing = ['REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'TWILIO_CA_BUNDLE']
  return { NODE_EXTRA_CA_CERTS: ca, ...Object.fromEntries(replacing.map((name) => [name, bundle])) }
}

/** An account of the user's own stays; half of one and half of ours would fit nowhere. */
function accountVariables(
  info: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const { accountSid, authToken } = info
  const isSet = environment.TWILIO_ACCOUNT_SID || environment.TWILIO_AUTH_TOKEN
  if (isSet || typeof accountSid !== 'string' || typeof authToken !== 'string') return {}
  return { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken }
}

function withPreload(options = ''): string {
  const preload = `--require ${JSON.stringify(PRELOAD_PATH)}`
  return options.includes(preload) ? options : `${options} ${preload}`.trim()
}
