import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where this user's worlds are kept on this platform. */
export function defaultDataFolder(environment = process.env, platform = process.platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Partyline')
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Partyline')
  return join(environment.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'partyline')
}
