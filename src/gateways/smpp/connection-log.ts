import { statusName } from '../../../protocols/smpp/index.ts'
import type { Logger } from '../../runtime/index.ts'
import type { Connection } from './connection.ts'
import type { Mistake } from './refused-pdus.ts'

/** What the log is told about the PDUs of one connection. */
export class ConnectionLog {
  private readonly log: Logger
  private readonly connection: Connection

  constructor(log: Logger, connection: Connection) {
    this.log = log
    this.connection = connection
  }

  /** An exception of ours. */
  fault = (error: unknown, { command, sequenceNumber }: Pick<Mistake, 'command' | 'sequenceNumber'>): void => {
    this.log.error({ error, session: this.connection.id, command, sequenceNumber }, 'SMPP: an error of ours')
  }

  /** A PDU that was not as it should be, or could not be done. */
  refusal = ({ command, sequenceNumber, explanation }: Mistake, commandStatus: number | null): void => {
    const { id: session, remote } = this.connection
    const status = commandStatus === null ? 'ignored' : statusName(commandStatus)
    const systemId = this.connection.session.binding?.systemId
    this.log.warn(
      { session, systemId, remote, command, sequenceNumber, status },
      `SMPP refused ${command}: ${explanation}`,
    )
  }
}
