export { parseClock } from './clock-setting.ts'
export { defaultDataFolder } from './data-folder.ts'
export { ConfigError, type Loaded, loadConfig } from './load.ts'
export { type Config, environmentName, flagOf, SETTINGS, type Setting } from './settings.ts'
