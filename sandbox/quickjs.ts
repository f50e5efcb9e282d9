import { createHash } from 'node:crypto';
import type { Sandbox } from '../engine/index.ts';
import { binary } from './binary.ts';
import { Image } from './image.ts';
import { keepCallsApart } from './inlining.ts';
import { libraryText } from './library.ts';
import { QuickJsVm } from './vm.ts';

interface Ready {
  readonly build: string;
  readonly image: Image;
}

/** A sandbox by a counted binary of QuickJS. It is made when the first script begins: a world without scripts loads none. */
export function sandboxBy(binaryOf: () => Uint8Array): Sandbox {
  let made: Ready | undefined;
  const ready = (): Ready => {
    if (made !== undefined) return made;
    keepCallsApart();
    const bytes = binaryOf();
    const build = createHash('sha256').update(bytes).update(libraryText()).digest('hex').slice(0, 16);
    // The lib's types ask for a buffer that is not shared, which a file's is.
    return (made = { build: `quickjs-${build}`, image: new Image(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)) });
  };
  return {
    get build() {
      return ready().build;
    },
    create: (options) => new QuickJsVm(ready().image, options),
    restore: (saved, options) => new QuickJsVm(ready().image, options, saved),
  };
}

/** Runs scripts in QuickJS (quickjs-ng by the package quickjs-wasi), each in a WebAssembly instance of its own, with its loops counted. */
export const quickJs: Sandbox = sandboxBy(binary);
