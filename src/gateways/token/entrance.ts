import { createHash } from 'node:crypto'

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif;background:light-dark(#f3f0ea,#151412);color:light-dark(#23211e,#ece8e1)}
main{max-width:26rem;margin:16vh auto;padding:0 1.5rem}h1{font-size:1.5rem;font-weight:600;line-height:1.25;margin:0 0 .5rem}
p{margin:0 0 1rem;color:light-dark(#67615a,#a8a096)}.bad{color:light-dark(#a3271c,#f29384)}form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}
label{flex:1;font-size:.8125rem;font-weight:550}input,button{display:block;box-sizing:border-box;font:inherit;min-height:36px;padding:6px 12px;border-radius:10px}
input{width:100%;margin-top:4px;color:inherit;border:1px solid light-dark(#8d867b,#7d766d);background:light-dark(#fffefb,#1e1c1a)}
button{border:0;background:light-dark(#0e5c59,#63c4ba);color:light-dark(#fff,#0c2523);font-weight:500;cursor:pointer}
:focus-visible{outline:2px solid light-dark(#0e5c59,#63c4ba);outline-offset:2px}`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

export const entranceHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** The page for people without the token, or with another one; it leads to where they wanted to go. */
export function entrance(query: URLSearchParams): string {
  const wanted = [...query].filter(([name]) => name !== 'token')
  const hidden = wanted.map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  )
  const wrong = query.has('token')
    ? '<p class="bad" role="alert"><strong>That is not its token.</strong> Try again.</p>'
    : ''
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Partyline: token</title><style>${STYLE}</style>
<main><h1>Partyline asks for its token</h1>
<p>It listens publicly. The token was printed when it started, or given to it as PARTYLINE_TOKEN.</p>
${wrong}<form method="get">${hidden.join('')}<label>Token <input name="token" type="password" autocomplete="off" autofocus required></label> <button>Open</button></form>
</main></html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
