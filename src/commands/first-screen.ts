export type FirstScreen = {
  readonly version: string
  readonly readyMs: number
  readonly url: string
  readonly smpp: { readonly host: string; readonly port: number; readonly systemId: string; readonly password: string }
  readonly mm7: { readonly url: string; readonly user: string; readonly password: string }
  readonly twilio: { readonly accountSid: string; readonly authToken: string }
  readonly data: string | null
}

/** What a user reads first: where everything is and what to try. */
export function firstScreen(facts: FirstScreen): string {
  const { url, smpp, mm7, twilio } = facts
  return `
  Partyline ${facts.version} is ready (${facts.readyMs} ms). Nothing leaves this machine.

    Phones        ${url}
    SMPP          ${smpp.host}:${smpp.port}   system_id ${smpp.systemId}   password ${smpp.password}
    MM7           ${mm7.url}   user ${mm7.user}   password ${mm7.password}
    Twilio API    ${url}   AccountSid ${twilio.accountSid}   AuthToken ${twilio.authToken}
    Data          ${facts.data ?? 'in memory: nothing is kept'}

  Send a group text and wait for it, from another terminal:

    npm run -s partyline -- send --from +12025550101 --to +12025550102 --to +12025550103 --text "Hello both"
    npm run -s partyline -- wait --to +12025550103 --match Hello --timeout 10s

  Ctrl-C stops.
`
}
