import { createHash } from 'node:crypto';
import { packed, type Packed } from './zip-file.ts';

/** A part of a report, packed. */
export interface ReportPart {
  readonly entry: Packed;
  /** What it is, in a few words. */
  readonly what: string;
  readonly sha256: string;
}

/** Packs a part as its text comes. */
export async function partOf(name: string, what: string, text: Iterable<string> | AsyncIterable<string>): Promise<ReportPart> {
  const sum = createHash('sha256');
  const entry = await packed(name, text, (bytes) => sum.update(bytes));
  return { entry, what, sha256: sum.digest('hex') };
}

/** A value as people read JSON. */
export function jsonText(value: unknown): string[] {
  return [JSON.stringify(value, null, 2), '\n'];
}

/** Bytes in words. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A number and what it counts. */
export function countWords(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
