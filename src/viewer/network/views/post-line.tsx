// The business speaks: as one of its chat users, or as a number that stands alone.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { writtenNumber } from '../../numbers.ts'
import { Icon } from '../../views/icons.tsx'
import type { Participant, Rest } from '../rest.ts'
import { Refused } from './page.tsx'

type PostLineProps = {
  readonly rest: Rest
  readonly sid: string
  readonly participants: readonly Participant[]
  readonly onDone: () => void
}

export function PostLine({ rest, sid, participants, onDone }: PostLineProps) {
  const authors = participants.flatMap(({ identity, projectedAddress }) => identity || projectedAddress || [])
  const [chosen, setChosen] = useState('')
  const [body, setBody] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const author = authors.includes(chosen) ? chosen : (authors[0] ?? 'system')
  const post = async (event: Event) => {
    event.preventDefault()
    if (body.trim() === '') return
    const answer = await rest.post(sid, author, body)
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    setBody('')
    onDone()
  }
  return (
    <form class="post-line" onSubmit={post}>
      <AuthorSelect authors={authors.length > 0 ? authors : ['system']} author={author} onChoose={setChosen} />
      <input
        type="text"
        aria-label={`Message as ${author}`}
        placeholder="Message"
        data-testid="post-body"
        value={body}
        onInput={(event) => setBody(event.currentTarget.value)}
      />
      <button type="submit" class="send" aria-label="Post" data-testid="post" disabled={body.trim() === ''}>
        <Icon name="send" />
      </button>
      <Refused problem={problem} />
    </form>
  )
}

type AuthorProps = {
  readonly authors: readonly string[]
  readonly author: string
  readonly onChoose: (author: string) => void
}

function AuthorSelect({ authors, author, onChoose }: AuthorProps) {
  return (
    <select
      aria-label="Speak as"
      data-testid="author"
      value={author}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {authors.map((it) => (
        <option key={it} value={it}>
          {it.startsWith('+') ? writtenNumber(it) : it}
        </option>
      ))}
    </select>
  )
}
