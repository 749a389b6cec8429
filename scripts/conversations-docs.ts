// Writes the tables of docs/conformance-conversations.md and docs/limits.md from the code: node scripts/conversations-docs.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SWITCHES } from '../protocols/conversations/index.ts'
import { LARGEST_SENT_MEDIA } from '../src/conversations/acts/content.ts'
import {
  CONVERSATION_ATTRIBUTES_LENGTH,
  NAME_LENGTH,
  SMALL_ATTRIBUTES_LENGTH,
} from '../src/conversations/acts/conversation-draft.ts'
import { BODY_LENGTH, SUBJECT_LENGTH } from '../src/conversations/acts/messages.ts'
import { UNUSED_MEDIA_MS } from '../src/conversations/due-workers.ts'
import { ADDRESS_LENGTH } from '../src/conversations/model/address-rules.ts'
import {
  GROUP_PARTICIPANTS,
  IDENTITY_LENGTH,
  NON_CHAT_PARTICIPANTS,
  PARTICIPANTS,
} from '../src/conversations/model/participant-rules.ts'
import { SHORTEST_CLOSED_MS, SHORTEST_INACTIVE_MS } from '../src/conversations/model/states.ts'
import { INITIALIZING_DELAY_MS } from '../src/conversations/model/switches.ts'
import { ACTIONS_PER_SECOND } from '../src/conversations/rest/rate-limits.ts'
import { MOST_TRIGGERS, MOST_WEBHOOKS } from '../src/conversations/rest/scoped-webhooks/routes.ts'
import { PRE_TIMEOUT_MS } from '../src/conversations/webhooks/pre-hook.ts'
import { POST_TIMEOUT_MS } from '../src/conversations/webhooks/worker.ts'
import { OPERATIONS } from '../test/conversations/operations.ts'

export const DOCUMENTS = { 'docs/conformance-conversations.md': conformance, 'docs/limits.md': limits } as const

const BEGIN = '<!-- conversations: begin -->'
const END = '<!-- conversations: end -->'
const TEST = 'test/conversations/operations.test.ts'

/** Every operation of the Conversations API: whether it is there, and the test that calls it by the helper library. */
function conformance(): string {
  const rows = OPERATIONS.map(
    ({ name, method, path }) => `| ${name} | ${method} ${path} | yes | ${name} in \`${TEST}\` |`,
  )
  return `# Conformance: Conversations v1

Written by \`scripts/conversations-docs.ts\`; do not edit. The published description (release 2.6.7) has 103 operations. Each
is called by the unchanged helper library; where the description lies at hand, its answer is held against it field by field.

| operation | path | implemented | test |
|-|-|-|-|
${rows.join('\n')}
`
}

/** One section of a page that others write by hand. */
function limits(): string {
  const switches = Object.entries(SWITCHES).map(([name, { values, usual, about }]) => {
    const others = values.filter((value) => value !== usual).map((value) => `\`${value}\``)
    return `| \`${name}\` | \`${usual}\` | ${others.join(', ')} | ${about} |`
  })
  const section = `${BEGIN}

## Conversations

Written by \`scripts/conversations-docs.ts\`; do not edit this section.

### Contested behaviours

Where documentation and reports from real accounts disagree, or are silent, a switch of the account decides:
\`PUT /carrier/accounts/twilio/{sid}\` with \`{"switches": {"optOutLeg": "receipt-21610"}}\`.

| switch | default | others | what it decides |
|-|-|-|-|
${switches.join('\n')}
| \`initializingDelay\` | \`${INITIALIZING_DELAY_MS}\` | any number of milliseconds, 0 for none | how long a conversation that was made with its participants is \`initializing\`, on the world's clock |
| \`httpStatus\` | \`{}\` | such as \`{"50377": 409}\` | the HTTP status of an error code, where ours is not the one you have seen |

### Limits

| what | limit | code |
|-|-|-|
| participants of a group | ${GROUP_PARTICIPANTS} | 50436 |
| participants in all, and those not on chat | ${PARTICIPANTS}, ${NON_CHAT_PARTICIPANTS} | 50417, 50418 (50422 where nobody is on chat) |
| body of a message | ${BODY_LENGTH} characters | 50504, 21617 |
| subject of a message | ${SUBJECT_LENGTH} characters | 20001 |
| attributes of a conversation, and of everything else | ${kib(CONVERSATION_ATTRIBUTES_LENGTH)}, ${kib(SMALL_ATTRIBUTES_LENGTH)} | 50303 |
| FriendlyName, Identity, an address | ${NAME_LENGTH}, ${IDENTITY_LENGTH}, ${ADDRESS_LENGTH} characters | 50003, 50207, 50407 |
| webhooks of a conversation, and triggers of one | ${MOST_WEBHOOKS}, ${MOST_TRIGGERS} | 50361, 50362 |
| timers: until inactive, until closed | at least ${minutes(SHORTEST_INACTIVE_MS)}, ${minutes(SHORTEST_CLOSED_MS)} | 50375, 50376 |
| a file that goes to phones; larger ones stay in the conversation | ${kib(LARGEST_SENT_MEDIA)} | – |
| an upload that no message refers to | is removed after ${minutes(UNUSED_MEDIA_MS)} | – |
| changes a second, of a conversation, of a service (setting \`strictLimits\`, off unless set) | ${ACTIONS_PER_SECOND} | 50063, 50074; 20429 in the older API |
| an application's answer to a question before an event, and to a webhook after one | ${PRE_TIMEOUT_MS / 1000} s, ${POST_TIMEOUT_MS / 1000} s of real time | 50076 |

### What is kept and shown, and not acted on

* Roles and their permissions: checked, given and shown. They bind users of client SDKs, which are not simulated; over REST
  everything is done by the account (switch \`rolePermissions\`).
* Push: credentials, bindings and notification settings. Certificates, keys and secrets are taken and forgotten.
* Studio flows (scoped webhooks, address configurations) and the Flex target: there is neither Studio nor Flex.
* E-mail bindings of conversations. Addresses of other channels than texts are refused with 501.
* Voice settings of numbers.
* Of a text over the older API: MaxPrice, ProvideFeedback, Attempt, ForceDelivery, ContentRetention, AddressRetention,
  SmartEncoded, TrafficType and RiskCheck are taken without effect. ApplicationSid, PersistentAction, FallbackFrom and
  ShortenUrls are refused with 501.
* A route, a host or a field that is not simulated answers 501 with code 20501 and says what to do instead or why. Redirects
  of webhooks are not followed.

${END}`
  const there = current('docs/limits.md')
  const [before = '', rest = ''] = there.split(BEGIN)
  const [, after = '\n'] = rest.split(END)
  return `${before.trimEnd()}\n\n${section}${after}`
}

function kib(octets: number): string {
  return octets >= 1024 * 1024 ? `${octets / 1024 / 1024} MiB` : `${octets / 1024} KiB`
}

function minutes(ms: number): string {
  return ms === 60_000 ? '1 minute' : `${ms / 60_000} minutes`
}

/** What lies in the repository now; '' where there is nothing. */
export function current(path: string): string {
  try {
    return readFileSync(placeOf(path), 'utf8')
  } catch {
    return ''
  }
}

function placeOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, write] of Object.entries(DOCUMENTS)) writeFileSync(placeOf(path), write())
}
