import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what is remembered lies: as the system has it, else in the user's folder. A variable that is empty counts as not set. */
export function defaultStateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment['XDG_STATE_HOME'] || environment['LOCALAPPDATA'] || join(homedir(), '.local', 'state'), 'worldwire');
}
