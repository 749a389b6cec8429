import { readFileSync } from 'node:fs'
import { CommandError } from './commands/client.ts'
import { createProgram } from './commands/program.ts'
import { ConfigError } from './config/index.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

try {
  await createProgram(version, (line) => process.stdout.write(`${line}\n`)).parseAsync()
  process.exit()
} catch (error) {
  if (!(error instanceof CommandError) && !(error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exit(error instanceof CommandError ? error.exitCode : 2)
}
