/** A request that was understood and is not done: its command_status, and why in words for the log. */
export type Rejection = { readonly rejected: true; readonly commandStatus: number; readonly explanation: string }

export function reject(commandStatus: number, explanation: string): Rejection {
  return { rejected: true, commandStatus, explanation }
}
