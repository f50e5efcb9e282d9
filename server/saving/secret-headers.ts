import { SECRET } from '../links/handshake.ts';

/** What a scene's text holds of a client's headers, as our own writer writes them: a flat object of texts. */
const HEADERS = /"Headers":\s*\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}/g;
const HEADER = /"((?:[^"\\]|\\.)*)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const MOST_NAMES = 20;

/** Finds in the text of a scene, part by part, the headers that look like secrets: by their names, or by a value that names a way to sign in. */
export class SecretHeaders {
  readonly #names = new Set<string>();

  /** Looks through a part, which holds entities whole. */
  look(part: string): void {
    if (!part.includes('"Headers"')) return;
    for (const [, held = ''] of part.matchAll(HEADERS)) {
      for (const [, name = '', value = ''] of held.matchAll(HEADER)) {
        if (this.#names.size < MOST_NAMES && value !== '' && (SECRET.test(name) || /^(?:bearer|basic|digest) /i.test(value))) this.#names.add(name);
      }
    }
  }

  /** Names of those that were found, each once; never their values. */
  get names(): readonly string[] {
    return [...this.#names];
  }
}
