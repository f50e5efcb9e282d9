import { WorldwireError, type Program, type VmOptions } from '../engine/index.ts';
import { costOfCrossing, makeCrossing } from './crossings.ts';
import { LIBRARY, type Machine } from './machine.ts';

/** The file that runs a module: all that it does is to import it, so that modules which import each other find one of each. */
const RUN = `${LIBRARY}run.js`;
/** A file that ends what imports it, once all that is imported has been joined and before any of it has run. */
const STOP = `${LIBRARY}stop.js`;

/** What modules of a script find where they import others. None of them is one of the library's, whose names nobody can ask for. */
export class Modules {
  readonly #machine: Machine;
  readonly #options: Pick<VmOptions, 'resolve' | 'module'>;
  /** The program itself, while it is read or run. */
  #program: Pick<Program, 'source' | 'name'> | undefined = undefined;

  constructor(machine: Machine, options: Pick<VmOptions, 'resolve' | 'module'>) {
    this.#machine = machine;
    this.#options = options;
  }

  /**
   * What is to be run so that a program runs which is a module.
   * @param isRead it is only to be read, with all that it imports: then what runs ends with a number, and with an error where something is wrong
   */
  begin({ source, name }: Program, isRead: boolean): { readonly source: string; readonly name: string } {
    this.#program = { source, name };
    return { source: `${isRead ? `import ${JSON.stringify(STOP)}; ` : ''}import ${JSON.stringify(name)};`, name: RUN };
  }

  /** The full name of a module; undefined where it was refused, by an exception within the machine. */
  resolve(from: string, name: string): string | undefined {
    return from === RUN ? name : this.#asked(() => this.#options.resolve(from, name));
  }

  /** The text of a module, which takes fuel as all that is handed in; undefined where it was refused, by an exception within the machine. */
  text(name: string): string | undefined {
    if (name === STOP) return 'throw 0;';
    const text = name === this.#program?.name ? this.#program.source : this.#asked(() => this.#options.module(name));
    if (text !== undefined) this.#machine.fuel -= costOfCrossing(text);
    return text;
  }

  #asked(answer: () => string): string | undefined {
    try {
      return answer();
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      const { js } = this.#machine;
      const made = js.qjs_new_error();
      for (const [key, value] of [
        ['message', error.message],
        ['code', error.code],
      ] as const) {
        const text = makeCrossing(this.#machine, value);
        this.#machine.setProperty(made, key, text);
        js.qjs_free_value(text);
      }
      js.qjs_free_value(js.qjs_throw(made));
      js.qjs_free_value(made);
      return undefined;
    }
  }
}
