import { Command, Option } from 'commander'
import { environmentName, flagOf, givenEnvironment, loadConfig, SETTINGS, type Setting } from '../config/index.ts'
import { CommandError, call, expectOk } from './client.ts'
import { doctor } from './doctor.ts'
import { env, SHELL_NAMES } from './env.ts'
import { exec } from './exec.ts'
import { send } from './send.ts'
import { showConfig } from './show-config.ts'
import { tail } from './tail.ts'
import { wait } from './wait.ts'

const URL_OPTION = () =>
  new Option('--url <url>', 'a running carrier').default('http://localhost:8398').env('PARTYLINE_URL')
const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** The command line; every command but `start` is a client of the control API. */
export function createProgram(version: string, print: (line: string) => void): Command {
  const program = new Command('partyline')
    .description(
      'A phone carrier that runs on your own machine: SMPP, MM7, MM1, group MMS, Twilio-compatible Conversations.',
    )
    .version(version)
    .showHelpAfterError('(partyline --help shows every command)')
  addStart(program)
  addPointing(program, print)
  addPhoneCommands(program, print)
  addOperation(program, print)
  return program
}

function addStart(program: Command): void {
  const start = program.command('start', { isDefault: true }).description('start everything')
  for (const setting of SETTINGS) for (const option of optionsOf(setting)) start.addOption(option)
  start.allowExcessArguments().action(async (flags, { args }) => {
    // As the default command it is given every word that is no command.
    if (args.length > 0) throw new CommandError(`There is no command ${args[0]}: partyline --help shows every command`)
    // Only `start` loads the carrier: the other commands stay quick.
    const { start: run } = await import('./start.ts')
    await run(loadConfig(flags).config)
  })
}

function addPointing(program: Command, print: (line: string) => void): void {
  program
    .command('exec')
    .description('run a command whose calls to the Twilio API come here instead: partyline exec -- node app.js')
    .argument('<command...>', 'the command with its arguments, after --')
    .addOption(URL_OPTION())
    .action(async (command: readonly string[], options) => {
      process.exitCode = await exec(command, options, givenEnvironment())
    })
  program
    .command('env')
    .description('print the environment of exec for a shell: eval "$(partyline env)"')
    .addOption(new Option('--shell <shell>', 'whose words to use (default: the one that runs)').choices(SHELL_NAMES))
    .addOption(URL_OPTION())
    .action(async (options) => print(await env(options, givenEnvironment())))
}

function addPhoneCommands(program: Command, print: (line: string) => void): void {
  program
    .command('send')
    .description('act as a phone: send a text, a picture or a group text')
    .requiredOption('--from <number>', "the phone's number")
    .requiredOption('--to <number>', 'a recipient; repeat for a group', collect)
    .option('--text <text>', 'what to say')
    .option('--subject <subject>', 'the subject of an MMS')
    .option('--media <file>', 'a file to attach; repeat for more', collect)
    .addOption(URL_OPTION())
    .action(async (options) => print(await send(options)))
  program
    .command('wait')
    .description('wait for a message on a phone: exit 0 and print it, exit 1 with near misses')
    .option('--to <number>', 'the phone that should receive it')
    .option('--match <regexp>', 'what its text should match')
    .option('--query <query>', 'more conditions, for example "from:+15017122661 is:group"')
    .option('--timeout <duration>', 'how long to wait', '10s')
    .addOption(URL_OPTION())
    .action(async (options) => print(await wait(options)))
  program
    .command('tail')
    .description('print the live feed')
    .option('--phone <number>', "only this phone's events")
    .option('--json', 'one JSON event per line')
    .addOption(URL_OPTION())
    .action((options) => tail(options, print))
}

function addOperation(program: Command, print: (line: string) => void): void {
  program
    .command('ready')
    .description('exit 0 when the carrier is ready')
    .addOption(URL_OPTION())
    .action(async ({ url }) => {
      const { status } = await call(url, { path: '/ready' })
      if (status !== 200) throw new CommandError('The carrier is starting or stopping')
      print('ready')
    })
  program
    .command('reset')
    .description('put the world back to its first start')
    .addOption(URL_OPTION())
    .action(async ({ url }) => {
      expectOk(await call(url, { method: 'POST', path: '/reset' }))
      print('reset')
    })
  program
    .command('doctor')
    .description('look at what may be wrong, and say what to do about it')
    .addOption(URL_OPTION())
    .action(async (options) => print(await doctor(options)))
  const config = program.command('config').description('print every setting and where it came from')
  for (const setting of SETTINGS) for (const option of optionsOf(setting)) config.addOption(option)
  config.action((flags) => print(showConfig(loadConfig(flags))))
}

function optionsOf(setting: Setting): Option[] {
  const flag = `--${flagOf(setting.key)}`
  const help = `${setting.help} [${environmentName(setting.key)}]`
  if (setting.type !== 'switch')
    return [new Option(`${flag} <${setting.type}>`, `${help} (default ${setting.default ?? 'none'})`)]
  const on = new Option(flag, help)
  if (setting.default !== true) return [on]
  // Alone, the negative would make the positive its default and so hide environment and file.
  return [on.hideHelp(), new Option(`--no-${flagOf(setting.key)}`, `not: ${help}`)]
}
