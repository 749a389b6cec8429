/** One element with its namespace resolved. Attributes are known by local name; `text` is all character data directly inside. */
export type XmlElement = {
  readonly name: string
  readonly namespace: string | null
  readonly prefix: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** The first child of that local name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name)
}

/** All children of that local name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name)
}
