// One tab stop for a list: arrow keys move inside it, Enter goes into an item, Escape comes out again.
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

export type Roving = {
  readonly item: string
  /** What can be focused inside an item: reached by Enter, not by Tab. */
  readonly inner?: string
  readonly start: 'first' | 'last'
}

export function useRoving(list: RefObject<HTMLElement>, { item, inner, start }: Roving): void {
  useLayoutEffect(() => {
    const items = itemsOf(list.current, item)
    const current = items.find((it) => it.dataset.current === 'true') ?? (start === 'first' ? items[0] : items.at(-1))
    for (const it of items) it.tabIndex = it === current ? 0 : -1
    if (inner !== undefined) for (const it of itemsOf(list.current, inner)) it.tabIndex = -1
  })
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return
    const onFocus = (event: FocusEvent) => setCurrent(element, item, event.target)
    const onKey = (event: KeyboardEvent) => onListKey(event, element, { item, start, ...(inner && { inner }) })
    element.addEventListener('focusin', onFocus)
    element.addEventListener('keydown', onKey)
    return () => {
      element.removeEventListener('focusin', onFocus)
      element.removeEventListener('keydown', onKey)
    }
  }, [list, item, inner, start])
}

function onListKey(event: KeyboardEvent, list: HTMLElement, roving: Roving): void {
  if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return
  const target = event.target instanceof HTMLElement ? event.target : null
  const own = target?.closest<HTMLElement>(roving.item)
  if (!target || !own) return
  if (target !== own) return onInnerKey(event, own, target, roving)
  if (event.key === 'Enter' && roving.inner !== undefined) return focusOn(event, itemsOf(own, roving.inner)[0])
  const items = itemsOf(list, roving.item)
  focusOn(event, neighbour(items, items.indexOf(own), event.key))
}

function onInnerKey(event: KeyboardEvent, own: HTMLElement, target: HTMLElement, roving: Roving): void {
  if (roving.inner === undefined) return
  if (event.key === 'Escape') {
    event.stopPropagation()
    return focusOn(event, own)
  }
  const inners = itemsOf(own, roving.inner)
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  if (step !== undefined) focusOn(event, inners[inners.indexOf(target) + step])
}

function neighbour(items: readonly HTMLElement[], index: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[index + 1]
  if (key === 'ArrowUp') return items[index - 1]
  if (key === 'Home') return items[0]
  return key === 'End' ? items.at(-1) : undefined
}

function setCurrent(list: HTMLElement, item: string, target: EventTarget | null): void {
  const own = target instanceof Element ? target.closest<HTMLElement>(item) : null
  if (own === null) return
  for (const it of itemsOf(list, item)) {
    it.tabIndex = it === own ? 0 : -1
    if (it === own) it.dataset.current = 'true'
    else delete it.dataset.current
  }
}

function focusOn(event: KeyboardEvent, element: HTMLElement | undefined): void {
  if (element === undefined) return
  event.preventDefault()
  element.focus()
}

function itemsOf(element: HTMLElement | null, selector: string): HTMLElement[] {
  return element === null ? [] : [...element.querySelectorAll<HTMLElement>(selector)]
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
