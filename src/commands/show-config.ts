import { environmentName, flagOf, type Loaded, SETTINGS } from '../config/index.ts'

/** Every setting with its value, where it came from, and how to change it. */
export function showConfig({ config, sources }: Loaded): string {
  const values: Readonly<Record<string, unknown>> = config
  return SETTINGS.map(({ key, help }) => {
    const value = `${key} = ${values[key] ?? '(none)'}`
    return `${value.padEnd(28)} from ${sources[key]?.padEnd(12)} ${help}  [--${flagOf(key)}, ${environmentName(key)}]`
  }).join('\n')
}
