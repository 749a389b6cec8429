import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { CommandError } from './client.ts'
import { type PointingOptions, pointingVariables } from './pointing.ts'

/** What a shell answers when there is no such command, or it may not be run. */
const NOT_FOUND = 127
const NOT_EXECUTABLE = 126

/** Runs a command that is pointed at the carrier; resolves to its exit code. */
export async function exec(
  [command, ...args]: readonly string[],
  options: PointingOptions,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  if (command === undefined) throw new CommandError('exec needs a command: partyline exec -- node app.js', 2)
  const variables = await pointingVariables(options, environment)
  const child = spawn(command, args, { stdio: 'inherit', env: { ...environment, ...variables } })
  const release = passSignals((signal) => child.kill(signal))
  return new Promise<number>((resolve, reject) => {
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
    child.on('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(new CommandError(message, code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE)),
    )
  }).finally(release)
}

/** A terminal sends Ctrl-C to the command as well; it must not come twice. */
function passSignals(kill: (signal: NodeJS.Signals) => void): () => void {
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP']
  const pass = (signal: NodeJS.Signals) => {
    const fromTerminal = process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')
    if (!fromTerminal) kill(signal)
  }
  for (const signal of signals) process.on(signal, pass)
  return () => {
    for (const signal of signals) process.off(signal, pass)
  }
}
