import type { OnDisk } from '../protocol.ts';

/** Something that is written to a disk behind whoever changes it. */
export interface Written {
  /** Resolves when all of it is on the disk; rejects where it could not be written. */
  settled(): Promise<void>;
  /** Why not all of it is on the disk, in words. */
  readonly unwritten: string | undefined;
}

/** What a page is told of whether all is on the disk, as far as was tried. */
export function onDisk({ unwritten }: Written): OnDisk {
  return unwritten === undefined ? {} : { durable: false, reason: unwritten };
}

/** The same once all is on the disk, or could not be written. */
export async function written(what: Written): Promise<OnDisk> {
  await what.settled().catch(() => undefined);
  return onDisk(what);
}
