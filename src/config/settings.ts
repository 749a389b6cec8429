/** One setting: its key in partyline.yaml and as a flag, what it takes, its default and its help text. */
export type Setting = {
  readonly key: string
  readonly type: 'port' | 'text' | 'number' | 'switch' | 'choice'
  readonly choices?: readonly string[]
  readonly default: string | number | boolean | null
  readonly help: string
  readonly example: string
}

/** Every setting of `partyline start`; flags, environment names, the file, `partyline config` and the docs come from here. */
export const SETTINGS = [
  {
    key: 'port',
    type: 'port',
    default: 8398,
    help: 'HTTP port for viewer, APIs, MM7 and MM1; 0 takes a free one',
    example: '8398',
  },
  { key: 'smppPort', type: 'port', default: 2775, help: 'SMPP port; 0 takes a free one', example: '2775' },
  {
    key: 'smppsPort',
    type: 'port',
    default: 0,
    help: "port of SMPP over TLS; 0 is off. Its certificate is signed by the carrier's own CA (GET /carrier/ca.pem)",
    example: '3550',
  },
  {
    key: 'smppsCert',
    type: 'text',
    default: null,
    help: 'certificate of SMPP over TLS (PEM), with smppsKey',
    example: './smpps.pem',
  },
  { key: 'smppsKey', type: 'text', default: null, help: 'private key of smppsCert (PEM)', example: './smpps.key' },
  {
    key: 'pduLog',
    type: 'text',
    default: null,
    help: 'write every SMPP PDU to this file, decoded, one line of JSON each',
    example: './pdus.jsonl',
  },
  { key: 'host', type: 'text', default: '127.0.0.1', help: 'address to listen on', example: '127.0.0.1' },
  {
    key: 'token',
    type: 'text',
    default: null,
    help: 'what control API, feed, metrics and viewer ask for (default: one is made when others can reach the carrier)',
    example: 'a-long-random-word',
  },
  {
    key: 'data',
    type: 'text',
    default: null,
    help: 'folder that keeps conversations and phones (default: the per-user data folder)',
    example: './partyline-data',
  },
  { key: 'memory', type: 'switch', default: false, help: 'keep nothing on disk', example: 'true' },
  {
    key: 'durability',
    type: 'choice',
    choices: ['normal', 'full'],
    default: 'normal',
    help: 'normal survives a killed process, full a power cut too',
    example: 'full',
  },
  {
    key: 'clock',
    type: 'text',
    default: 'real',
    help: "the world's clock at its first start: real, frozen, a rate like x60, or frozen at an ISO time",
    example: 'frozen',
  },
  { key: 'seed', type: 'number', default: 1, help: 'seed of everything that is left to chance', example: '7' },
  {
    key: 'autoPhones',
    type: 'switch',
    default: true,
    help: 'any dialable number becomes a phone the first time somebody texts it',
    example: 'false',
  },
  {
    key: 'maxMessages',
    type: 'number',
    default: 0,
    help: 'messages that each world keeps; the oldest go first, 0 keeps all',
    example: '100000',
  },
  {
    key: 'maxAge',
    type: 'text',
    default: null,
    help: "how long messages are kept on their world's clock, such as 12h or 30d (default: for ever)",
    example: '30d',
  },
  {
    key: 'oversizeMms',
    type: 'choice',
    choices: ['refuse', 'pass', 'strip'],
    default: 'refuse',
    help: "an MMS larger than the recipient's carrier takes, where it cannot be made small enough",
    example: 'strip',
  },
  {
    key: 'strictLimits',
    type: 'switch',
    default: false,
    help: 'refuse more than 30 changes a second in the Conversations API, as the documentation says',
    example: 'true',
  },
  {
    key: 'webhookHosts',
    type: 'text',
    default: null,
    help: 'hosts that webhooks may go to besides this machine and private networks: names, *.example.com, or *',
    example: 'hooks.example.com,*.ngrok.app',
  },
  {
    key: 'log',
    type: 'choice',
    choices: ['pretty', 'json', 'silent'],
    default: 'pretty',
    help: 'how the log is written (to standard error)',
    example: 'json',
  },
  {
    key: 'demo',
    type: 'switch',
    default: false,
    help: 'play a short story on the phones: a group text with a picture, a late phone, a filtered message',
    example: 'true',
  },
  { key: 'open', type: 'switch', default: false, help: 'open the phones in the browser', example: 'true' },
  {
    key: 'readyFile',
    type: 'text',
    default: null,
    help: 'write the ports as JSON to this file when ready',
    example: './ready.json',
  },
] as const satisfies readonly Setting[]

type Row = (typeof SETTINGS)[number]
type ValueOf<S extends Row> = S['type'] extends 'port' | 'number'
  ? number
  : S['type'] extends 'switch'
    ? boolean
    : S extends { choices: readonly (infer C)[] }
      ? C
      : null extends S['default']
        ? string | null
        : string

/** Every setting's value, frozen. */
export type Config = { readonly [S in Row as S['key']]: ValueOf<S> }

/** `smppPort` -> `smpp-port` */
export function flagOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** `smppPort` -> `PARTYLINE_SMPP_PORT` */
export function environmentName(key: string): string {
  return `PARTYLINE_${flagOf(key).replaceAll('-', '_').toUpperCase()}`
}
