import { basename } from 'node:path'
import { type PointingOptions, pointingVariables } from './pointing.ts'

type Variables = Readonly<Record<string, string>>

const SHELLS = {
  sh: (variables) => lines(variables, (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
  fish: (variables) => lines(variables, (name, value) => `set -gx ${name} '${value.replace(/['\\]/g, '\\$&')}'`),
  powershell: (variables) => lines(variables, (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
  json: (variables) => JSON.stringify(variables, null, 2),
} as const satisfies Record<string, (variables: Variables) => string>

export type Shell = keyof typeof SHELLS
export const SHELL_NAMES = Object.keys(SHELLS)

/** The environment of `partyline exec` for a shell to take in: eval "$(partyline env)". */
export async function env(
  { shell, ...options }: PointingOptions & { readonly shell?: Shell },
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  return SHELLS[shell ?? usualShell(environment)](await pointingVariables(options, environment))
}

function usualShell({ SHELL = '', PSModulePath }: NodeJS.ProcessEnv): Shell {
  if (basename(SHELL) === 'fish') return 'fish'
  return SHELL === '' && PSModulePath !== undefined ? 'powershell' : 'sh'
}

function lines(variables: Variables, line: (name: string, value: string) => string): string {
  return Object.entries(variables)
    .map(([name, value]) => line(name, value))
    .join('\n')
}
