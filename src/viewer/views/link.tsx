// A link inside the viewer: a real address that opens in another tab when asked to, and else moves without loading.
import type { ComponentChildren, JSX } from 'preact'
import { readRoute } from '../router.ts'
import { useApp } from './context.ts'

type LinkProps = {
  readonly to: string
  readonly class?: string
  readonly label?: string
  readonly title?: string
  readonly current?: boolean
  readonly testid?: string
  readonly children: ComponentChildren
  readonly onFollow?: () => void
}

export function Link({ to, label, current, testid, children, onFollow, ...rest }: LinkProps) {
  const { screen } = useApp()
  const follow = (event: JSX.TargetedMouseEvent<HTMLAnchorElement>) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const url = new URL(to, location.href)
    screen.navigate(readRoute(url))
    onFollow?.()
  }
  return (
    <a
      href={screen.address(to)}
      onClick={follow}
      aria-current={current ? 'page' : undefined}
      data-testid={testid}
      {...(label && { 'aria-label': label, title: label })}
      {...rest}
    >
      {children}
    </a>
  )
}
