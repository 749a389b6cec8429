/** Values of a path's `:names`, still as the path writes them. */
type Values = readonly string[]

type Node<T> = {
  readonly literals: Map<string, Node<T>>
  /** `:name` and what follows it in its segment (`.json`), the longest first. */
  readonly named: { readonly suffix: string; readonly node: Node<T> }[]
  end: { readonly value: T; readonly names: readonly string[] } | undefined
}

export type Found<T> = {
  readonly value: T
  /** null where a segment is no text: `%ff`. */
  readonly params: Readonly<Record<string, string>> | null
}

const NAMED = /^:(\w+)(.*)$/

/** What is served at which path. A literal segment counts before a `:name`; a slash at the end makes no difference. */
export class PathTree<T> {
  private readonly root: Node<T> = newNode()

  /** What was there already stays: the first declaration counts. */
  add(path: string, value: T): void {
    const names: string[] = []
    let node = this.root
    for (const segment of segmentsOf(path)) {
      const [, name, suffix = ''] = NAMED.exec(segment) ?? []
      if (name !== undefined) names.push(name)
      node = name === undefined ? literalNode(node, segment) : namedNode(node, suffix)
    }
    node.end ??= { value, names }
  }

  find(path: string): Found<T> | undefined {
    const values: string[] = []
    const end = endOf(this.root, segmentsOf(path), values)
    return end && { value: end.value, params: paramsOf(end.names, values) }
  }
}

function newNode<T>(): Node<T> {
  return { literals: new Map(), named: [], end: undefined }
}

function segmentsOf(path: string): string[] {
  return path.slice(1, path.endsWith('/') ? -1 : undefined).split('/')
}

function literalNode<T>(node: Node<T>, segment: string): Node<T> {
  const next = node.literals.get(segment) ?? newNode<T>()
  node.literals.set(segment, next)
  return next
}

function namedNode<T>({ named }: Node<T>, suffix: string): Node<T> {
  const found = named.find((one) => one.suffix === suffix)
  if (found) return found.node
  const node = newNode<T>()
  named.push({ suffix, node })
  named.sort((a, b) => b.suffix.length - a.suffix.length)
  return node
}

/** Where these segments end; `values` are those of the names on the way. */
function endOf<T>(node: Node<T>, segments: readonly string[], values: string[], at = 0): Node<T>['end'] {
  const segment = segments[at]
  if (segment === undefined) return node.end
  const literal = node.literals.get(segment)
  const found = literal && endOf(literal, segments, values, at + 1)
  if (found) return found
  for (const { suffix, node: next } of node.named) {
    if (segment.length <= suffix.length || !segment.endsWith(suffix)) continue
    values.push(segment.slice(0, segment.length - suffix.length))
    const end = endOf(next, segments, values, at + 1)
    if (end) return end
    values.pop()
  }
  return undefined
}

function paramsOf(names: readonly string[], values: Values): Found<unknown>['params'] {
  const params: Record<string, string> = {}
  for (let at = 0; at < names.length; at++) {
    const value = decoded(values[at] ?? '')
    if (value === null) return null
    params[names[at] ?? ''] = value
  }
  return params
}

function decoded(value: string): string | null {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}
