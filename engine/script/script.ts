import Type from 'typebox';
import { defineComponent } from '../schema/component.ts';
import { LONGEST_PATH } from './file-paths.ts';
import { counter, enumeration, string, userRef } from '../schema/field.ts';

/** What a Script's `State` can be, in the order of its column. */
export const SCRIPT_STATES = ['Off', 'Running', 'Failed', 'Ended', 'Loading'] as const;
export type ScriptStanding = (typeof SCRIPT_STATES)[number];

const STATUS = 'Status';
const READ_ONLY = { readOnly: true, saved: false, category: STATUS } as const;
/** Characters of a program. */
const LONGEST_SOURCE = 1_000_000;
/** Characters of what somebody types to a running script. */
const LONGEST_LINE = 100_000;

/** JavaScript that a scene holds, and that acts in its world. What it finds there is told in docs/scripts.md. */
export const Script = defineComponent('Script', {
  doc:
    'JavaScript that acts in its world: it reads and writes fields, waits, and opens WebSockets. It runs in a sandbox, and reaches nothing but what ' +
    'docs/scripts.md lists.',
  category: 'Flow',
  disabled: 'The script is ended, as by removal: Script.scriptEnding is told, and its WebSockets are closed. Enabling it begins it anew.',
  commands: {
    Restart: { label: 'Restart', doc: 'Ends the script and begins it anew, as a change of its source does.' },
    Evaluate: {
      doc:
        'Has the running script run a line of JavaScript in its next turn, as if it stood in it. What that comes to is told in the log, with the ' +
        'script as its source: first `> ` and the line, then `< ` and the value, or the error. Fails where the script does not run.',
      args: Type.Object(
        { Code: Type.String({ minLength: 1, maxLength: LONGEST_LINE, description: 'The line, or several.' }) },
        { additionalProperties: false },
      ),
    },
  },
  fields: {
    File: string({
      maxLength: LONGEST_PATH,
      doc:
        'A file with the program, relative to the folder of the scene, as lib/chat.js: .js, .mjs, .ts or .mts. It is watched, and saving it in any editor ' +
        'begins the script anew. Where it is not empty, Source is not run.',
    }),
    Source: string({
      multiline: true,
      maxLength: LONGEST_SOURCE,
      doc: 'The program, in JavaScript. Changing it ends the script and begins the new one; where that has a fault of syntax, the old one runs on.',
    }),
    HandlingUser: userRef({
      default: { userId: 'host', machineId: null },
      doc: 'The user whose machine opens its WebSockets, and who is asked whether it may. Default: the machine that runs the world.',
    }),
    AccessReason: string({ maxLength: 2000, doc: 'Why it wants to connect, in words, for the user who is asked; the name of the script stands beside it.' }),
    State: enumeration(SCRIPT_STATES, {
      ...READ_ONLY,
      doc:
        'Off: it does not run. Running. Failed: its program cannot be read, or ended with an error as it began. Ended: it was stopped for good. LastError ' +
        'says why. Loading: it begins once its files have been read.',
    }),
    LastError: string({ ...READ_ONLY, doc: 'What went wrong last, with file and line; emptied when it begins.' }),
    Fuel: counter({ category: STATUS, doc: 'Units of fuel that it took in its last turn.' }),
    Memory: counter({ category: STATUS, unit: 'bytes', doc: 'Memory that it has taken.' }),
    Sockets: counter({ category: STATUS, doc: 'WebSockets and WebSocketServers that it has, from the attempt to the end.' }),
  },
});
