/** Letters that are typed while a box is on its way, which takes a moment on a busy machine: without it they would go to what has the keyboard still. */
export class HeldLetters {
  #letters = '';
  #to: ((letters: string) => void) | null = null;

  constructor() {
    // Below the window, where the guard of input methods hears every key first.
    document.addEventListener('keydown', this.#hold, true);
  }

  /** Hands over what was typed by now, and each letter that comes until the end. */
  giveTo(to: (letters: string) => void): void {
    this.#to = to;
    if (this.#letters !== '') to(this.#letters);
    this.#letters = '';
  }

  /** The box has the keyboard, or will never be there. */
  end(): void {
    document.removeEventListener('keydown', this.#hold, true);
  }

  readonly #hold = (event: KeyboardEvent): void => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#to === null) this.#letters += event.key;
    else this.#to(event.key);
  };
}
