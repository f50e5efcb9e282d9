import { WorldwireError } from '../../engine/index.ts';
import type { HostedWorld } from './hosted-world.ts';
import type { Opener, WorldSource } from './opener.ts';

/**
 * Makes the worlds that a server begins with. Each is tried, so that whoever mends one need not start again to hear of the next. Rejects as
 * `Opener.make` does where one cannot be made; where it is several, with the code of the first and the faults of all, and their failures are the
 * `errors` of its `cause`, an AggregateError.
 * @param made takes each that is made, also where it rejects: whoever gave it closes them
 */
export async function makeAll(opener: Opener, sources: readonly WorldSource[], made: HostedWorld[]): Promise<void> {
  const failures: WorldwireError[] = [];
  for (const source of sources) {
    try {
      const world = await opener.make(source);
      const other = made.find(({ name }) => name === world.name);
      made.push(world);
      if (other !== undefined) throw calledAlike(other, world);
    } catch (error) {
      // What nobody foresaw ends it at once.
      if (!(error instanceof WorldwireError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first === undefined) return;
  if (failures.length === 1) throw first;
  const whole = new WorldwireError(
    first.code,
    `${failures.length} of ${sources.length} worlds cannot be opened: ${failures.map(({ message }) => message).join('; ')}`,
    failures.flatMap(({ code, message, faults }) => (faults.length > 0 ? faults : [{ path: '', expected: '', message, code }])),
  );
  whole.cause = new AggregateError(failures);
  throw whole;
}

function calledAlike(...worlds: readonly HostedWorld[]): WorldwireError {
  const files = worlds.flatMap(({ own }) => (own === undefined ? [] : [own.file.path]));
  const whence = files.length < worlds.length ? '' : ` (${files.join(' and ')})`;
  return new WorldwireError(
    'WW_CONFIG_INVALID',
    `Two worlds would be called ${worlds[0]?.name}${whence}; name one of them otherwise, by \`name\` in startWorlds or by its file.`,
  );
}
