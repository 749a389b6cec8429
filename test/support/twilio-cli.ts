import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where the Twilio CLI is installed: `.ci/run` does it; it is too large for a development dependency. */
const folder = process.env.PARTYLINE_TWILIO_CLI ?? ''

const program = join(folder, 'node_modules/twilio-cli/bin/run')

/** The CLI's entry for `node`; undefined where it is not installed. */
export const twilioCli: string | undefined = folder !== '' && existsSync(program) ? program : undefined

/** The descriptions of the API that the CLI carries. */
export const cliDescriptions: string = join(folder, 'node_modules/@twilio/cli-core/src/services/twilio-api')
