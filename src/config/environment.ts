/** The variables this process was given, for commands that hand them on to a program they start. */
export function givenEnvironment(): NodeJS.ProcessEnv {
  return process.env
}
