// npm test: everything that proves Partyline. Says which tests were left out and why; with CI=true that is a failure.
import { runTool } from './run.ts'

process.exit(runTool('vitest', ['run', ...process.argv.slice(2)]))
