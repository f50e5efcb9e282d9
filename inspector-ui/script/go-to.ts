import { Cell } from '../cells/cell.ts';

/** A place in a program that the editor is to show; lines and columns from 1. A new object each time. */
export const wantedPlace = new Cell<{ readonly entity: string; readonly component: string; readonly line: number; readonly column: number } | null>(null);
