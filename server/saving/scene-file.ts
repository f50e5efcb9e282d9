import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { WorldwireError } from '../../engine/index.ts';
import { isScene, meantWords, scenesIn } from '../files/meant-path.ts';
import { isSameStamp, stampOf, type FileStamp } from '../files/whole-file.ts';
import { whyUnread } from '../files/why-unread.ts';

/** How a scene file is written besides what it says; a save keeps it. */
export interface TextStyle {
  readonly bom: boolean;
  readonly crlf: boolean;
  readonly lastNewline: boolean;
}
const USUAL: TextStyle = { bom: false, crlf: false, lastNewline: true };

/** How a file stands to what was read from it or saved to it last. */
export type FileState = 'same' | 'changed' | 'removed';

/** A scene file as it was read or saved last, so that what another program does to it is seen before it is saved over. */
export class SceneFile {
  /** As it was named; a link is followed anew each time. */
  readonly path: string;
  #stamp: FileStamp | undefined;
  #hash: string;
  #style: TextStyle;
  #state: FileState = 'same';
  #foreign = false;
  /** What it was like when it was last found to be another, so that it is not read again and again. */
  #other: FileStamp | undefined;

  private constructor(path: string, stamp: FileStamp | undefined, hash: string, style: TextStyle) {
    this.path = path;
    this.#stamp = stamp;
    this.#hash = hash;
    this.#style = style;
  }

  /** Reads a file. Rejects with WW_SCENE_NOT_FOUND where it cannot be read. */
  static async read(path: string): Promise<{ readonly file: SceneFile; readonly bytes: Buffer }> {
    try {
      // The stamp comes first: a change in between is then seen as one.
      const stamp = await stampOf(path);
      const bytes = await readFile(path);
      return { file: new SceneFile(path, stamp, hashOf(bytes), styleOf(bytes)), bytes };
    } catch (error) {
      throw await unreadable(path, error);
    }
  }

  /** A file that is yet to be written. */
  static fresh(path: string): SceneFile {
    return new SceneFile(path, undefined, '', USUAL);
  }

  /** One that its world was read from or saved to and that is not there any more: nothing is written in its place unless somebody says so. */
  static removed(path: string): SceneFile {
    const file = new SceneFile(path, undefined, '', USUAL);
    file.#state = 'removed';
    return file;
  }

  get name(): string {
    return basename(this.path);
  }
  /** As `look` found it last. */
  get state(): FileState {
    return this.#state;
  }
  /** Tells one content from another: the first letters of its SHA-256. */
  get hash(): string {
    return this.#hash.slice(0, 16);
  }
  get style(): TextStyle {
    return this.#style;
  }
  /** Whether the file holds something that its world never was, since that was taken up from elsewhere. Ends when something is written to it. */
  get foreign(): boolean {
    return this.#foreign;
  }

  /** What has become of it where it is not as its world knows it, in words that follow its name. */
  get otherness(): string {
    if (this.#state === 'removed') return 'was removed by another program';
    return this.#foreign ? 'holds neither this world, which was taken up beside it, nor what that began with' : 'was changed by another program';
  }

  /** Counts as changed until something is written to it, since it holds something else than the world that it is for. */
  disown(): void {
    this.#stamp = undefined;
    this.#hash = '';
    this.#state = 'changed';
    this.#foreign = true;
  }

  /**
   * Looks whether the file is what was read or saved last. What only looks touched, or was written with the same bytes, is the same.
   * @param closely reads it even where size and time are as they were
   */
  async look(closely = false): Promise<FileState> {
    const stamp = await stampOf(this.path).catch(() => this.#stamp);
    if (stamp === undefined) this.#state = 'removed';
    else if (!closely && isSameStamp(stamp, this.#stamp)) this.#state = 'same';
    else if (closely || !isSameStamp(stamp, this.#other) || this.#state === 'removed') {
      const same = (await hashOfFile(this.path).catch(() => undefined)) === this.#hash;
      if (same) this.#stamp = stamp;
      else this.#other = stamp;
      this.#state = same ? 'same' : 'changed';
    }
    return this.#state;
  }

  /** What has been written to it just now. */
  written(stamp: FileStamp, hash: string): void {
    this.#stamp = stamp;
    this.#hash = hash;
    this.#other = undefined;
    this.#state = 'same';
    this.#foreign = false;
  }
}

/** Bytes of a file that are hashed at a time: a third of a millisecond, since a world has its ticks in between. */
const HASHED = 256 * 1024;

/**
 * The hash of a file that may be large, read piece by piece into one space. A buffer for each piece would be memory outside of the heap, for which the
 * collector looks through all of the heap at once every few pieces: of a large world that takes as long as five ticks. Rejects where it cannot be read.
 */
async function hashOfFile(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const hash = createHash('sha256'),
      space = new Uint8Array(HASHED);
    for (;;) {
      const { bytesRead } = await handle.read(space, 0, HASHED);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(space.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** The SHA-256 of something that is read or written whole, in hex; text as UTF-8. */
export function hashOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function styleOf(bytes: Buffer): TextStyle {
  const line = bytes.indexOf(10);
  return {
    bom: bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf,
    crlf: line > 0 && bytes[line - 1] === 13,
    lastNewline: bytes.length > 0 && bytes[bytes.length - 1] === 10,
  };
}

/** Puts scene text, which is made with bare newlines, into a file's own style, and tells the hash of what came out. */
export class Styler {
  readonly #style: TextStyle;
  readonly #hash = createHash('sha256');
  #begun = false;
  /** The newline that a part ended with, which may be the last one. */
  #held = '';

  constructor(style: TextStyle) {
    this.#style = style;
  }

  /** The next part as it is to be written. */
  next(text: string): string {
    let part = this.#held + text;
    this.#held = '';
    if (part.endsWith('\n')) {
      this.#held = '\n';
      part = part.slice(0, -1);
    }
    return this.#out(part);
  }

  /** What is left to be written. */
  end(): string {
    return this.#style.lastNewline ? this.#out('\n') : '';
  }

  /** The hash of what was given out so far. */
  get hash(): string {
    return this.#hash.copy().digest('hex');
  }

  #out(text: string): string {
    const { bom, crlf } = this.#style;
    const out = `${bom && !this.#begun ? '\uFEFF' : ''}${crlf ? text.replaceAll('\n', '\r\n') : text}`;
    this.#begun = true;
    this.#hash.update(out);
    return out;
  }
}

/** Scenes of a folder that are told to whoever has named the folder. */
const MOST_TOLD = 3;

/** That a scene file cannot be read, why, and what was meant, perhaps. */
export async function unreadable(path: string, error: unknown): Promise<WorldwireError> {
  const { code } = error as NodeJS.ErrnoException;
  const more = code === 'EISDIR' ? await insteadOfFolder(path) : code === 'ENOENT' ? await meantWords(path, isScene) : '';
  return new WorldwireError('WW_SCENE_NOT_FOUND', `${path} cannot be read: ${whyUnread(error)}${more}`);
}

async function insteadOfFolder(path: string): Promise<string> {
  const scenes = await scenesIn(path, MOST_TOLD + 1);
  if (scenes.length === 0) return ', and no scene file (*.json) lies in it';
  const told = scenes.slice(0, MOST_TOLD).join(', ');
  return `; name a scene file in it: ${told}${scenes.length > MOST_TOLD ? ', …' : ''}`;
}
