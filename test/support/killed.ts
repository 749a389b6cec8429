import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Ends a process as kill -9 does: the file of its store is left as the last commit left it, whatever closing would write. */
export function killed(path: string, close: () => void): void {
  const files = [path, `${path}-wal`].filter((file) => existsSync(file))
  const left = files.map((file) => [file, readFileSync(file)] as const)
  close()
  for (const [file, octets] of left) writeFileSync(file, octets)
}
