import { closeSync, openSync } from 'node:fs'
import { resolve } from 'node:path'
import { ConfigError } from '../config/index.ts'

/** What the user sees of the system's errors. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'it is not allowed',
  EROFS: 'the disk is read-only',
}

export function inWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return WORDS[code] ?? code
}

/** The whole path of a file that can be written; a ConfigError that names the setting otherwise. */
export function writable(setting: string, file: string): string {
  const path = resolve(file)
  try {
    closeSync(openSync(path, 'a'))
  } catch (error) {
    throw new ConfigError([`${setting} ${file} cannot be written: ${inWords(error)}`])
  }
  return path
}
