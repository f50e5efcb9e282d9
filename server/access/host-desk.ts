import { HOST, type AccessScope } from '../../engine/index.ts';
import { AccessDesk, type DeskRules } from '../../agent/access-desk.ts';
import { Bucket } from '../limits/bucket.ts';
import type { Decisions } from './decisions.ts';
import type { Log } from '../log/log.ts';

export interface HostDeskOptions {
  readonly rules: DeskRules;
  readonly decisions: Decisions;
  readonly log: Log;
  /** What was decided of a host and port for good has changed. */
  readonly changed?: (scope: AccessScope, host: string, port: number) => void;
}

/** The desk of the host user: what waits there stands before the Admins at their pages. */
export function hostDesk({ rules, decisions, log, changed }: HostDeskOptions): AccessDesk {
  const lines = new Bucket(1, 50);
  return new AccessDesk({
    userId: HOST.userId,
    rules,
    memory: decisions,
    log: {
      warn(about, message) {
        if (lines.take()) log.warn(about, message);
      },
    },
    waiting: (entry) =>
      `${entry} is not on the allow list: an Admin is asked at the page; --allow-host ${entry} or ${JSON.stringify(entry)} in allowedUrlHosts would allow it`,
    ...(changed === undefined ? {} : { changed }),
  });
}
