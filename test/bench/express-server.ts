// An express route that reads the same form and answers a message of the same size, and does nothing else.
import type { AddressInfo } from 'node:net'
import express from 'express'
import { answerTheBench } from './answering.ts'

const app = express()
// Express as it is advised for production; with its ETag it would cost more, and be easier to match.
app.disable('x-powered-by')
app.disable('etag')
app.use(express.urlencoded())
const LINK = `http://localhost:2775/v1/Conversations/CH${'0'.repeat(32)}/Messages/IM${'0'.repeat(32)}`
app.post('/v1/Conversations/:conversation/Messages', (request, response) => {
  response.status(201).json({
    sid: `IM${'0'.repeat(32)}`,
    account_sid: `AC${'0'.repeat(32)}`,
    conversation_sid: `CH${'0'.repeat(32)}`,
    index: 10_000,
    author: request.body.Author,
    body: request.body.Body,
    media: null,
    attributes: '{}',
    participant_sid: `MB${'0'.repeat(32)}`,
    date_created: '2026-01-05T12:00:00Z',
    date_updated: '2026-01-05T12:00:00Z',
    url: LINK,
    delivery: null,
    links: { delivery_receipts: `${LINK}/Receipts`, channel_metadata: `${LINK}/ChannelMetadata` },
    content_sid: null,
  })
})
const server = app.listen(0, '127.0.0.1', () => {
  // A TCP server's address is never a string.
  const { port } = server.address() as AddressInfo
  answerTheBench({ port }, { atRest: async () => {}, stop: () => server.close() })
})
