// A resource of the carrier as a page shows it: fetched when the page opens, and again whenever the feed says that it changed.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Problem } from '../api.ts'
import { useApp } from '../views/context.ts'
import type { FeedEvent } from '../wire.ts'

/** The usual time between two fetches. */
const BURST_MS = 120

export type Source<T> = {
  /** Two sources of one key are the same resource. */
  readonly key: string
  readonly load: () => Promise<Answer<T>>
  readonly isChangedBy: (event: FeedEvent) => boolean
  /** Changes closer together than this are fetched once; longer where the fetch is dear. */
  readonly burstMs?: number
}

export type Resource<T> = {
  readonly value: T | null
  /** Why it could not be had; null while it is there or on its way. */
  readonly problem: Problem | null
  readonly reload: () => void
}

/** Whether an event's type begins with one of these words. */
export function about(...beginnings: readonly string[]): (event: FeedEvent) => boolean {
  return ({ type }) => beginnings.some((beginning) => type.startsWith(beginning))
}

export function useResource<T>(source: Source<T>): Resource<T> {
  const { session } = useApp()
  const [kept, setKept] = useState<{ readonly key: string; readonly answer: Answer<T> } | null>(null)
  const latest = useRef(source)
  latest.current = source
  const refresh = useRef<() => void>(() => {})
  useEffect(() => {
    const refresher = createRefresher(async (isStill) => {
      const answer = await latest.current.load()
      if (isStill()) setKept((before) => newer(before, { key: source.key, answer }))
    }, source.burstMs)
    refresh.current = refresher.soon
    refresher.now()
    const stop = session.listen((events) => {
      if (events.some((event) => event.type.startsWith('feed.') || latest.current.isChangedBy(event))) refresher.soon()
    })
    return () => {
      stop()
      refresher.stop()
    }
  }, [source.key])
  const reload = useCallback(() => refresh.current(), [])
  const answer = kept?.key === source.key ? kept.answer : null
  return { value: answer?.ok ? answer.value : null, problem: answer?.ok === false ? answer.problem : null, reload }
}

/** What is on the screen stays while nobody answers: the banner says that it is not live. */
function newer<T>(
  before: { readonly key: string; readonly answer: Answer<T> } | null,
  next: { readonly key: string; readonly answer: Answer<T> },
) {
  const isLost = !next.answer.ok && next.answer.problem.status === 0
  return isLost && before?.key === next.key && before.answer.ok ? before : next
}

/** Runs one fetch at a time; what changes meanwhile is fetched once more afterwards. */
function createRefresher(run: (isStill: () => boolean) => Promise<void>, burstMs = BURST_MS) {
  let state: 'idle' | 'waiting' | 'busy' | 'busy-again' | 'stopped' = 'idle'
  let timer: ReturnType<typeof setTimeout> | undefined
  const isStopped = () => state === 'stopped'
  const now = async () => {
    if (isStopped()) return
    state = 'busy'
    await run(() => !isStopped())
    if (isStopped()) return
    const again = (state as string) === 'busy-again'
    state = 'idle'
    if (again) soon()
  }
  const soon = () => {
    if (state === 'busy') state = 'busy-again'
    if (state !== 'idle') return
    state = 'waiting'
    timer = setTimeout(() => void now(), burstMs)
  }
  const stop = () => {
    state = 'stopped'
    clearTimeout(timer)
  }
  return { now: () => void now(), soon, stop }
}
