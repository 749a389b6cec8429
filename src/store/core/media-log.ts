import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A file is left for the next one when it has this much; it goes when nothing of it is wanted any more. */
const SEGMENT_OCTETS = 16 * 1024 * 1024
const NAME = /^\d+$/

/** Where octets lie: the number of a file, and where in it. */
export type Place = { readonly segment: number; readonly at: number; readonly length: number }

export type MediaLogOptions = {
  readonly folder: string
  /** Survives a power cut. */
  readonly isDurable?: boolean
  readonly segmentOctets?: number
}

type Segment = { readonly number: number; readonly file: number; end: number }

/**
 * Octets of media, one after the other in files of a folder beside the database. Written before the commit that names
 * their place; what a rollback leaves behind is written over.
 */
export class MediaLog {
  private readonly folder: string
  private readonly isDurable: boolean
  private readonly segmentOctets: number
  private current: Segment | undefined
  private committedEnd = 0
  private isSynced = true

  constructor({ folder, isDurable = false, segmentOctets = SEGMENT_OCTETS }: MediaLogOptions) {
    this.folder = folder
    this.isDurable = isDurable
    this.segmentOctets = segmentOctets
  }

  append(octets: Uint8Array): Place {
    const segment = this.segmentFor(octets.length)
    const at = segment.end
    for (let written = 0; written < octets.length; ) {
      written += writeSync(segment.file, octets, written, octets.length - written, at + written)
    }
    segment.end += octets.length
    this.isSynced = false
    return { segment: segment.number, at, length: octets.length }
  }

  /** Undefined when the file is gone or cut. */
  read({ segment, at, length }: Place): Uint8Array | undefined {
    const octets = new Uint8Array(length)
    const own = this.current?.number === segment ? this.current.file : undefined
    const file = own ?? openToRead(this.pathOf(segment))
    if (file === undefined) return undefined
    try {
      return readSync(file, octets, 0, length, at) === length ? octets : undefined
    } finally {
      if (own === undefined) closeSync(file)
    }
  }

  /** What was appended is on the disk, not only with the system, where that is wanted. */
  beforeCommit(): void {
    if (!this.isDurable || this.isSynced || !this.current) return
    fsyncSync(this.current.file)
    this.isSynced = true
  }

  committed(): void {
    this.committedEnd = this.current?.end ?? 0
  }

  rolledBack(): void {
    if (this.current) this.current.end = this.committedEnd
  }

  /** Removes the files of which nothing is wanted. */
  sweep(isWanted: (segment: number) => boolean): void {
    for (const number of this.numbers()) {
      if (number !== this.current?.number && !isWanted(number)) removeIfPossible(this.pathOf(number))
    }
  }

  close(): void {
    if (this.current) closeSync(this.current.file)
    this.current = undefined
  }

  private segmentFor(length: number): Segment {
    const { current } = this
    if (current && (current.end === 0 || current.end + length <= this.segmentOctets)) return current
    const opened = this.open(length)
    if (current) {
      this.beforeCommit()
      closeSync(current.file)
    }
    this.current = opened
    this.committedEnd = opened.end
    return opened
  }

  /** The last file of an earlier process is gone on with while there is room. */
  private open(length: number): Segment {
    mkdirSync(this.folder, { recursive: true })
    const last = this.numbers().at(-1) ?? 0
    if (!this.current && last > 0) {
      const file = openSync(this.pathOf(last), 'r+')
      const end = fstatSync(file).size
      if (end + length <= this.segmentOctets) return { number: last, file, end }
      closeSync(file)
    }
    return { number: last + 1, file: openSync(this.pathOf(last + 1), 'w+'), end: 0 }
  }

  /** In order. */
  private numbers(): readonly number[] {
    return namesIn(this.folder)
      .filter((name) => NAME.test(name))
      .map(Number)
      .sort((a, b) => a - b)
  }

  private pathOf(segment: number): string {
    return join(this.folder, String(segment))
  }
}

/** A file that cannot go now is looked at again with the next ones. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path)
  } catch {
    // It takes room and does no harm.
  }
}

function openToRead(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
