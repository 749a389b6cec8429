type Info = {
  readonly version: string
  readonly url: string
  readonly accountSid: string | null
  readonly authToken: string | null
  readonly smpp: {
    readonly host: string
    readonly port: number
    readonly tlsPort: number | null
    readonly systemId: string
    readonly password: string
  } | null
  readonly mm7: { readonly url: string; readonly user: string; readonly password: string } | null
}

export type FirstScreen = Info & {
  readonly readyMs: number
  /** Where data is kept; null keeps nothing. */
  readonly data: string | null
  /** What control API and viewer ask for; null where they are open. */
  readonly token: string | null
  /** How a command is run here. */
  readonly command: string
}

/** What a user reads first: where everything is and what to try. */
export function firstScreen(facts: FirstScreen): string {
  const { url, smpp, mm7, accountSid, authToken, token, command } = facts
  const noAccount = 'no account: PUT one at /carrier/accounts'
  const tls = smpp?.tlsPort ? ` (TLS ${smpp.tlsPort})` : ''
  const esme = smpp
    ? `${smpp.host}:${smpp.port}${tls}   system_id ${smpp.systemId}   password ${smpp.password}`
    : noAccount
  const vasp = mm7 ? `${mm7.url}   user ${mm7.user}   password ${mm7.password}` : noAccount
  const twilio = accountSid ? `${url}   AccountSid ${accountSid}   AuthToken ${authToken}` : noAccount
  return `
  Partyline ${facts.version} is ready (${facts.readyMs} ms). Nothing leaves this machine.

    Phones        ${token === null ? url : `${url}/?token=${token}`}
    SMPP          ${esme}
    MM7           ${vasp}
    Twilio API    ${twilio}
    Data          ${facts.data ?? 'in memory: nothing is kept'}
${token === null ? '' : `    Token         ${token}   (others can reach it: control API and viewer ask; PARTYLINE_TOKEN for the commands)\n`}
  Send a group text and wait for it, from another terminal:

    ${command} send --from +12025550101 --to +12025550102 --to +12025550103 --text "Hello both"
    ${command} wait --to +12025550103 --match Hello --timeout 10s

  Point an unchanged Twilio app here:

    ${command} exec -- node app.js

  Ctrl-C stops.
`
}
