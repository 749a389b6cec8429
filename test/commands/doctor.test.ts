import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { doctor } from '../../src/commands/doctor.ts'
import { startPartyline } from '../../src/compose.ts'

describe('partyline doctor', () => {
  it('finds nothing wrong with a carrier that runs', async () => {
    const { ports, stop } = await startPartyline({})
    const findings = await doctor({ url: `http://127.0.0.1:${ports.http}` }).finally(stop)
    expect(findings).toMatch(/^ok +Node/)
    expect(findings).toMatch(/ok +SMPP +127\.0\.0\.1:\d+ takes connections/)
    expect(findings).toContain('Nothing is wrong.')
  })

  it('says what to do where none answers', async () => {
    await expect(doctor({ url: 'http://127.0.0.1:9' })).rejects.toThrow(/PROBLEM +carrier +No carrier answers.*start/)
  })

  it('says what to do where a token is asked for', async () => {
    const { ports, stop } = await startPartyline({ token: 'secret-token' })
    const findings = doctor({ url: `http://127.0.0.1:${ports.http}` })
    await expect(findings).rejects.toThrow(/PARTYLINE_TOKEN/)
    await stop()
  })

  it('notices that it is somebody else who answers', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('{}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(doctor({ url: `http://127.0.0.1:${port}` })).rejects.toThrow(/answered 404: is it Partyline\?/)
    server.close()
  })
})
