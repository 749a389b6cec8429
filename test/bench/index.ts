// npm run bench [-- --only NAME] [-- --quick]: every figure to keep, in one interleaved run.
import { parseArgs } from 'node:util'
import { benchConversations } from './conversations.ts'
import { benchGroupMms } from './group-mms.ts'
import { benchMm7 } from './mm7.ts'
import { type BenchRow, type Effort, FULL, QUICK, tableOf } from './row.ts'
import { benchSmpp } from './smpp.ts'
import { benchUnread } from './smpp-unread.ts'
import { benchStart } from './start.ts'
import { benchViewer } from './viewer.ts'

const BENCHES: Readonly<Record<string, (effort: Effort) => Promise<BenchRow[]>>> = {
  smpp: async (effort) => [...(await benchSmpp(effort)), ...(await benchUnread(effort))],
  mm7: benchMm7,
  'group-mms': benchGroupMms,
  conversations: benchConversations,
  start: benchStart,
  viewer: benchViewer,
}

const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } })
const chosen = Object.keys(BENCHES).filter((name) => values.only === undefined || name === values.only)
if (chosen.length === 0) {
  console.error(`There is no bench ${values.only}; there are ${Object.keys(BENCHES).join(', ')}`)
  process.exit(2)
}
for (const name of chosen) {
  const rows = await BENCHES[name]!(values.quick ? QUICK : FULL)
  console.log(`\n${name}\n${tableOf(rows)}`)
}
