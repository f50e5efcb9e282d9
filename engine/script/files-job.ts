import Type, { type Static } from 'typebox';
import { WorldwireError } from '../errors.ts';
import { defineJob } from '../schema/job.ts';
import { LONGEST_PATH } from './file-paths.ts';

/** Files that scripts of a world use at a time, characters of one, and of all. */
export const MOST_FILES = 256,
  LONGEST_FILE = 1_000_000,
  MOST_TEXT = 8_000_000;

const PATH = Type.String({ minLength: 1, maxLength: LONGEST_PATH });
/** What stands in a file, in a short text that is another where that is; empty where nothing is known of it yet. */
const VERSION = Type.String({ maxLength: 100 });
const ARGS = Type.Object({ files: Type.Array(Type.Object({ path: PATH, version: VERSION }), { maxItems: MOST_FILES }) });
const ANSWER = Type.Object({
  files: Type.Array(
    Type.Object({
      path: PATH,
      version: VERSION,
      /** The program, in JavaScript; null where there is none. */
      text: Type.Union([Type.String({ maxLength: LONGEST_FILE }), Type.Null()]),
      /** Why there is none. */
      error: Type.String({ maxLength: 2000 }),
    }),
    { maxItems: MOST_FILES },
  ),
});
export type FilesArgs = Static<typeof ARGS>;
export type FilesAnswer = Static<typeof ANSWER>;

/** Files of scripts, beside the scene. It answers once one of them is another than the world knows, so that to have it done is to watch them. */
export const SCRIPT_FILES = defineJob('scriptFiles', {
  doc: 'Reads files of scripts, which lie beside the scene, and watches them: it answers with those that are others than the world knows, once there are any.',
  args: ARGS,
  answer: ANSWER,
  run: () => {
    throw new WorldwireError('WW_UNKNOWN_JOB', 'this world is hosted by what reads no files');
  },
});
