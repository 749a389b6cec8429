/** A page that shows /carrier/openapi.json. It stands alone: no script, style or font from anywhere else. */
export function docsPage(document: Readonly<Record<string, unknown>>): string {
  const { info, paths } = document as unknown as OpenApi
  const operations = Object.entries(paths)
    // The same routes for another world are said once, at the top.
    .filter(([path]) => !path.startsWith('/worlds/{world}/'))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '')
  const sections = [...byTag].map(
    ([tag, rows]) => `<section><h2>${escaped(tag)}</h2>${rows.map(shown).join('')}</section>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(info.title)} ${escaped(info.version)}</h1>
<p>${escaped(info.description)} The same routes are offered below <code>/carrier/worlds/{world}</code> for any other world.
<a href="openapi.json">openapi.json</a></p>
${sections.join('\n')}
</main>
</body>
</html>
`
}

type Operation = {
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: object }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } }
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}
type OpenApi = {
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

function shown({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { summary, parameters, requestBody, responses } = operation
  const query = parameters.filter((one) => one.in === 'query')
  const answers = Object.entries(responses).map(
    ([status, { description }]) => `<li><code>${status}</code> ${escaped(description)}</li>`,
  )
  return `<details><summary><code><b>${method.toUpperCase()}</b> /carrier${escaped(path)}</code> <span>${escaped(summary)}</span></summary>
${query.length > 0 ? `<h3>Query</h3>${code(Object.fromEntries(query.map(({ name, schema }) => [name, schema])))}` : ''}
${requestBody ? `<h3>Body</h3>${code(requestBody.content['application/json'].schema)}` : ''}
<h3>Answers</h3><ul>${answers.join('')}</ul></details>`
}

function code(value: object): string {
  return `<pre tabindex="0">${escaped(JSON.stringify(value, null, 2))}</pre>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { text-transform: capitalize; margin-block: 2rem .5rem; }
h3 { font-size: 1rem; margin-block: .75rem .25rem; }
details { border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-block: .4rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
summary span { opacity: .8; }
pre { overflow: auto; max-height: 24rem; padding: .75rem; background: color-mix(in srgb, currentColor 8%, transparent); }
ul { margin: 0; }
`
