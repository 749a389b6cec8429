// A whole carrier as `npm start` runs it, with its database in a folder of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPartyline } from '../../src/compose.ts'
import { createLog } from '../../src/runtime/index.ts'
import { answerTheBench } from './answering.ts'

const folder = mkdtempSync(join(tmpdir(), 'partyline-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const carrier = await startPartyline({ database: join(folder, 'partyline.db'), log: createLog('silent') })
answerTheBench(
  { port: carrier.ports.http, smppPort: carrier.ports.smpp },
  { atRest: () => carrier.main.idle(), stop: () => carrier.stop() },
)
