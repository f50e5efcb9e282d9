import { isAtRest, newConnection, type Connection } from './connection.ts';
import type { Source } from './settings.ts';

/** A connection that was dropped, until its link tells how many messages went with it. */
export interface Dropped extends Source {
  readonly messages: number;
}

/** All connections of a world. Maps find what the columns cannot; rows without an entry are at rest. */
export class Connections {
  /** Numbers given out last. */
  lastNumber = 0;
  lastAsk = 0;
  readonly byRow = new Map<number, Connection>();
  readonly byNumber = new Map<number, Connection>();
  readonly byAsk = new Map<number, Connection>();
  readonly dropped = new Map<number, Dropped>();
  /** Rows that are to be looked at in their turn, whether they begin, and the acting user for whom. */
  readonly fresh = new Map<number, string>();

  /** The record of a row, made where there is none. */
  of(row: number): Connection {
    let connection = this.byRow.get(row);
    if (connection === undefined) this.byRow.set(row, (connection = newConnection(row)));
    return connection;
  }

  /** Lets go of a record that says no more than none would. */
  tidy(connection: Connection): void {
    if (!connection.gone && isAtRest(connection) && this.byRow.get(connection.row) === connection) {
      this.byRow.delete(connection.row);
      connection.gone = true;
    }
  }
}
