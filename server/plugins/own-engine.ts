import nodeModule from 'node:module';
import { readFileSync } from 'node:fs';

type Resolve<Answer> = (specifier: string, context: object, next: (specifier: string, context: object) => Answer) => Answer;
interface Hooks {
  /** In this thread and at once; Node has it from 22.15 on. */
  readonly registerHooks?: (hooks: { readonly resolve: Resolve<object> }) => void;
  /** In a thread of its own; Node 20 has this alone, and later ones warn of it. */
  readonly register?: (module: string, options: { readonly data: unknown }) => void;
}

let given = false;

/**
 * From here on whoever imports `worldwire` gets the package that runs, and the very modules that it runs with: a plugin's WebsocketClient is the
 * server's, and its WorldwireErrors are known as such. So a plugin finds `worldwire` wherever it lies, and where it has a copy beside it, which its
 * compiler reads, it still runs with this one; its range of versions says whether that works.
 * @param folder of the package that runs, with its package.json
 */
export function giveOwnEngine(folder: URL): void {
  if (given) return;
  given = true;
  const entrances = entrancesOf(folder);
  const { registerHooks, register } = nodeModule as unknown as Hooks;
  if (registerHooks !== undefined) {
    registerHooks({
      resolve: (specifier, context, next) => {
        const url = entrances[specifier];
        return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
      },
    });
  } else register?.(`data:text/javascript,${encodeURIComponent(IN_ITS_THREAD)}`, { data: entrances });
}

/** What `register` loads: the same, in the thread in which Node 20 looks modules up. */
const IN_ITS_THREAD = `
let entrances = {};
export function initialize(data) { entrances = data; }
export function resolve(specifier, context, next) {
  return Object.hasOwn(entrances, specifier) ? { url: entrances[specifier], shortCircuit: true } : next(specifier, context);
}`;

/** Addresses of what a package lets others import, by the name that they import it by. */
function entrancesOf(folder: URL): { readonly [specifier: string]: string } {
  const { name, exports } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
    readonly name: string;
    readonly exports: { readonly [entrance: string]: string | { readonly default: string } };
  };
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [entrance, target] of Object.entries(exports))
    found[name + entrance.slice(1)] = new URL(typeof target === 'string' ? target : target.default, folder).href;
  return found;
}
