// What every sample needs: the library of the version under test, and numbers of its own.
const { env } = process
const client = require(env.TWILIO_PACKAGE)(env.TWILIO_ACCOUNT_SID, env.TWILIO_AUTH_TOKEN)

/** A block of ten phones for each run, so that no two runs share a set of numbers. */
const phone = (digit) => `+1202555${env.PHONES}${digit}`

/** What a sample prints is what its test looks at. */
const told = {}
const tell = (name, value) => {
  told[name] = value
}

/** The code and status that a call is refused with. */
const refused = (call) =>
  call.then(
    () => 'not refused',
    ({ code, status }) => `${status} ${code}`,
  )

module.exports = {
  client,
  phone,
  numbers: { agent: '+15017122661', assistant: '+15017122662' },
  tell,
  refused,
  run(main) {
    main()
      .then(() => console.log(JSON.stringify(told)))
      .catch((error) => {
        console.error(error)
        process.exitCode = 1
      })
  },
}
