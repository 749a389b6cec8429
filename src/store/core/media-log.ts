import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** A file is left for the next one when it has this much; it goes when nothing of it is wanted any more. */
const SEGMENT_OCTETS = 16 * 1024 * 1024
const NAME = /^\d+$/

/** Where octets lie: the number of a file, and where in it. */
export type Place = { readonly segment: number; readonly at: number; readonly length: number }

/** How far a file is spoken for, whether it is there or not. */
export type Reach = { readonly segment: number; readonly end: number }

export type MediaLogOptions = {
  readonly folder: string
  /** The last file in which somebody looks for octets. */
  readonly reach?: () => Reach | undefined
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
  private readonly reach: () => Reach | undefined
  private readonly isDurable: boolean
  private readonly segmentOctets: number
  private current: Segment | undefined
  private committedEnd = 0
  private isSynced = true

  constructor({ folder, reach, isDurable = false, segmentOctets = SEGMENT_OCTETS }: MediaLogOptions) {
    this.folder = folder
    this.reach = reach ?? (() => undefined)
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

  /** False when the file is gone or cut. */
  has({ segment, at, length }: Place): boolean {
    const own = this.current?.number === segment ? this.current : undefined
    const end = own?.end ?? statSync(this.pathOf(segment), { throwIfNoEntry: false })?.size ?? 0
    return at + length <= end
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

  /** Removes the files of which nothing is wanted. After a commit, which stands whether they can be removed or not. */
  sweep(isWanted: (segment: number) => boolean): void {
    for (const number of ifPossible(() => this.numbers()) ?? []) {
      if (number !== this.current?.number && !isWanted(number)) ifPossible(() => rmSync(this.pathOf(number)))
    }
  }

  close(): void {
    if (this.current) closeSync(this.current.file)
    this.current = undefined
  }

  private segmentFor(length: number): Segment {
    const { current } = this
    if (current && (current.end === 0 || current.end + length <= this.segmentOctets)) return current
    this.beforeCommit()
    const opened = this.open(length)
    if (current) closeSync(current.file)
    this.current = opened
    this.committedEnd = opened.end
    return opened
  }

  /**
   * The last file of an earlier process is gone on with while there is room. Where a file that is gone or cut is spoken
   * for nothing is written, or it would be taken for what was there.
   */
  private open(length: number): Segment {
    mkdirSync(this.folder, { recursive: true })
    const there = this.numbers().at(-1) ?? 0
    const reach = this.reach()
    const last = Math.max(there, reach?.segment ?? 0, this.current?.number ?? 0)
    if (!this.current && last > 0 && last === there) {
      const file = openSync(this.pathOf(last), 'r+')
      const end = fstatSync(file).size
      const isWhole = reach?.segment !== last || reach.end <= end
      if (isWhole && end + length <= this.segmentOctets) return { number: last, file, end }
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
function ifPossible<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    // It takes room and does no harm.
    return undefined
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
