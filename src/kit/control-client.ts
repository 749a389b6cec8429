/** An answer of the control API that is no success: RFC 9457 problem details. */
export class ControlError extends Error {
  readonly status: number
  readonly problem: Readonly<Record<string, unknown>>

  constructor(request: string, status: number, problem: Readonly<Record<string, unknown>>) {
    super(`${request} answered ${status}: ${problem.detail ?? problem.title ?? 'no reason given'}`)
    this.name = 'ControlError'
    this.status = status
    this.problem = problem
  }
}

export type Asked = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

/** Calls the control API of one carrier, over HTTP only: a carrier in this process and one elsewhere are the same. */
export class ControlClient {
  readonly url: string
  private readonly token: string | undefined

  constructor(url: string, token?: string) {
    this.url = url.replace(/\/+$/, '')
    this.token = token
  }

  /** The answer's body as JSON; throws ControlError for anything but success. The caller knows the route's type. */
  async call<T>(asked: Asked): Promise<T> {
    const { method = 'GET', path, body } = asked
    const response = await this.send({ method, path, body })
    const text = await response.text()
    const answer = text === '' ? {} : parseJson(text)
    if (!response.ok) throw new ControlError(`${method} /carrier${path}`, response.status, answer)
    return answer as T
  }

  private async send({ method, path, body }: Required<Asked>): Promise<Response> {
    try {
      return await fetch(`${this.url}/carrier${path}`, {
        method,
        headers: {
          ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    } catch (error) {
      throw new Error(`No carrier answers at ${this.url}`, { cause: error })
    }
  }
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { detail: text.slice(0, 200) }
  }
}
