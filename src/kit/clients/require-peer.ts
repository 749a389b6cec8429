import { createRequire } from 'node:module'
import { join } from 'node:path'

/** An optional package, looked for beside the kit and then where the tests run; the caller knows its type. */
export async function requirePeer<T>(name: string, wantedBy: string): Promise<T> {
  for (const place of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(place)(name) as T
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error
    }
  }
  throw new Error(`${wantedBy} uses the npm package ${name}, which is not installed: npm install --save-dev ${name}`)
}
