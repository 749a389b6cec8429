// partyline/testcontainers: a carrier in a container for one test run; needs the npm package testcontainers.
import { randomBytes } from 'node:crypto'
import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { type Carrier, startCarrier, type WorldWish } from './carrier.ts'
import type { World } from './world.ts'

const HTTP_PORT = 8398
const SMPP_PORT = 2775
/** How the container names the machine it runs on: where webhooks and VASPs of the tests listen. */
const HOST = 'host.docker.internal'

export class PartylineContainer extends GenericContainer {
  private token: string

  constructor(image = 'partyline/partyline') {
    super(image)
    this.token = randomBytes(16).toString('hex')
    this.withExposedPorts(HTTP_PORT, SMPP_PORT)
      .withCommand(['start', '--memory'])
      .withExtraHosts([{ host: HOST, ipAddress: 'host-gateway' }])
      .withWaitStrategy(Wait.forHttp('/carrier/ready', HTTP_PORT))
  }

  /** Another token than the one that is made. */
  withToken(token: string): this {
    this.token = token
    return this
  }

  override async start(): Promise<StartedPartylineContainer> {
    this.withEnvironment({ PARTYLINE_TOKEN: this.token })
    return new StartedPartylineContainer(await super.start(), this.token)
  }
}

export class StartedPartylineContainer extends AbstractStartedContainer {
  /** What control API and viewer ask for. */
  readonly token: string

  constructor(started: StartedTestContainer, token: string) {
    super(started)
    this.token = token
  }

  httpUrl(): string {
    return `http://${this.getHost()}:${this.getMappedPort(HTTP_PORT)}`
  }

  smpp(): { readonly host: string; readonly port: number } {
    return { host: this.getHost(), port: this.getMappedPort(SMPP_PORT) }
  }

  mm7(): string {
    return `${this.httpUrl()}/mm7`
  }

  /** Where a server of the tests is to be called by the container. */
  callbackUrl(port: number, path = '/'): string {
    return `http://${HOST}:${port}${path}`
  }

  /** The carrier with its worlds, clocks and faults, as in `partyline/test`. */
  carrier(defaults: WorldWish = {}): Promise<Carrier> {
    const { port: smppPort } = this.smpp()
    return startCarrier({ ...defaults, url: this.httpUrl(), token: this.token, smppPort, callbackHost: HOST })
  }

  /** Points a child process at a world of the container, `main` if none is named. */
  async env(world?: World): Promise<NodeJS.ProcessEnv> {
    return (world ?? (await (await this.carrier()).main())).env()
  }
}
