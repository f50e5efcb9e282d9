import { ByRow } from '../world/by-row.ts';
import { isAtRest, newConnection, type Connection } from './connection.ts';
import type { Source } from './settings.ts';

/** A connection that was dropped, until its link tells how many messages went with it. */
export interface Dropped extends Source {
  readonly messages: number;
}

/** The connections of a world's WebsocketClients. They find what the columns cannot; rows without an entry are at rest. */
export class Connections {
  readonly byRow = new ByRow<Connection>();
  /** By the number that each had. */
  readonly dropped = new Map<number, Dropped>();
  /** Rows that are to be looked at in their turn, whether they begin, and the acting user for whom. */
  readonly fresh = new Map<number, string>();

  /** Those that links know, by number. */
  linked(): Connection[] {
    return [...this.byRow.values()].filter(({ number }) => number !== 0).sort((a, b) => a.number - b.number);
  }

  /** The record of a row, made where there is none. */
  of(row: number): Connection {
    let connection = this.byRow.get(row);
    if (connection === undefined) this.byRow.set(row, (connection = newConnection(row)));
    return connection;
  }

  /** Forgets a record that holds nothing that would be missed. */
  tidy(connection: Connection): void {
    if (!connection.gone && isAtRest(connection) && this.byRow.get(connection.row) === connection) {
      this.byRow.delete(connection.row);
      connection.gone = true;
    }
  }
}
