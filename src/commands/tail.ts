import { WebSocket } from 'ws'
import { tokenOfEnvironment } from '../config/index.ts'
import { CommandError } from './client.ts'

export type TailOptions = { readonly url: string; readonly phone?: string; readonly json?: boolean }

/** Prints the live feed until the connection ends or the process is stopped. */
export function tail({ url, phone, json }: TailOptions, print: (line: string) => void): Promise<void> {
  const feed = new URL('/carrier/feed', url)
  feed.protocol = feed.protocol === 'https:' ? 'wss:' : 'ws:'
  if (phone !== undefined) feed.searchParams.set('phone', phone)
  const token = tokenOfEnvironment()
  const socket = new WebSocket(feed, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
  return new Promise((resolve, reject) => {
    socket.on('message', (data) => print(json ? String(data) : line(JSON.parse(String(data)))))
    socket.on('close', (_code, reason) => (reason.length > 0 ? reject(new CommandError(String(reason))) : resolve()))
    socket.on('error', (error) => reject(new CommandError(`No feed at ${feed.href}: ${error.message}`)))
  })
}

type FeedEvent = { readonly type: string; readonly at?: string; readonly phone?: string } & Readonly<
  Record<string, unknown>
>

function line({ type, at, phone, ...rest }: FeedEvent): string {
  const message = rest.message as { from?: string; text?: string; status?: string } | undefined
  const about = message ? `${message.from}: ${JSON.stringify(message.text)} (${message.status})` : summary(rest)
  return [at?.slice(11, 23) ?? '', type.padEnd(24), phone ?? '', about].join('  ')
}

function summary({ seq: _seq, world: _world, ...rest }: Readonly<Record<string, unknown>>): string {
  return Object.entries(rest)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}
