import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

/** Runs a tool of node_modules on this Node; answers its exit status. */
export function runTool(tool: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): number {
  const folder = join(root, 'node_modules', PACKAGES[tool] ?? tool)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const script = typeof bin === 'string' ? bin : bin[tool]
  if (!script) throw new Error(`${tool} has no command of that name`)
  const command = [join(folder, script), ...args]
  return (
    spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } })
      .status ?? 1
  )
}

/** Runs one of our own scripts; answers its exit status. */
export function runScript(script: string, args: readonly string[] = []): number {
  return spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status ?? 1
}

const PACKAGES: Readonly<Record<string, string>> = { biome: '@biomejs/biome', tsc: 'typescript' }
