import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 leave calls of WebAssembly out of the JavaScript that it optimises. In that of Node 20 a trap within such a call ends the process with SIGSEGV: what
 * ends a script that comes to no end would end everybody. It was found by attacks, and with this none of them does it; those of Node 22 and 24 were not seen to
 * do so, and are asked the same. For all threads of the process, and for code that is optimised from here on, so it comes before any is called.
 */
export function keepCallsApart(): void {
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
}
