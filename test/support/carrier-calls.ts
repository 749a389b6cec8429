// A running carrier as a script calls it: the control API, and the Conversations API of its account.
type Json = Record<string, unknown>

export function carrierAt(url: string) {
  const read = async (response: Response) => {
    const text = await response.text()
    return (text === '' ? {} : JSON.parse(text)) as Json
  }
  const control = async (method: string, path: string, body?: object): Promise<Json> =>
    read(
      await fetch(`${url}/carrier${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
  const authorization = `Basic ${btoa(`AC${'a'.repeat(32)}:partyline`)}`
  return {
    control,
    /** A person sends, and what can arrive has arrived. */
    async text(from: string, to: readonly string[], more: object): Promise<Json> {
      const sent = await control('POST', `/phones/${from}/messages`, { to, ...more })
      await control('POST', '/idle', { timeoutMs: 10_000 })
      return sent
    },
    /** The network's messages, newest first. */
    async messages(): Promise<{ readonly id: string }[]> {
      return (await control('GET', '/messages')).messages as { id: string }[]
    },
    async rest(path: string, form: Record<string, string>): Promise<Json> {
      const body = new URLSearchParams(form)
      return read(await fetch(`${url}/v1${path}`, { method: 'POST', headers: { authorization }, body }))
    },
    async conversations(): Promise<{ readonly sid: string }[]> {
      const answer = await read(await fetch(`${url}/v1/Conversations`, { headers: { authorization } }))
      return answer.conversations as { sid: string }[]
    },
  }
}
