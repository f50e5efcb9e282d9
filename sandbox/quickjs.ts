import { createHash } from 'node:crypto';
import type { Sandbox } from '../engine/index.ts';
import { binary } from './binary.ts';
import { Image } from './image.ts';
import { libraryText } from './library.ts';
import { QuickJsVm } from './vm.ts';

let made: { readonly build: string; readonly image: Image } | undefined;

/** Made when the first script begins: a world without scripts loads no binary. */
function ready(): { readonly build: string; readonly image: Image } {
  if (made !== undefined) return made;
  const bytes = binary();
  const build = createHash('sha256').update(bytes).update(libraryText()).digest('hex').slice(0, 16);
  // The lib's types ask for a buffer that is not shared, which a file's is.
  return (made = { build: `quickjs-${build}`, image: new Image(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)) });
}

/** Runs scripts in QuickJS (quickjs-ng by the package quickjs-wasi), each in a WebAssembly instance of its own, with its loops counted. */
export const quickJs: Sandbox = {
  get build() {
    return ready().build;
  },
  create: (options) => new QuickJsVm(ready().image, options),
  restore: (saved, options) => new QuickJsVm(ready().image, options, saved),
};
