/** Pages of the web-platform-tests as programs of a Script: what surrounds them, testharness.js, what they include, and themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** Of a Worker, of a request that holds its page up, and of a page that came by https: which a Script has not. */
const NOT_OURS = ['Create-on-worker-shutdown.any.js', 'bufferedAmount-unchanged-by-sync-xhr.any.js', 'mixed-content.https.any.js'];

/** The files that apply, by their paths in the folder `websockets`. @param folder of the tests, in which `websockets` and `resources` lie */
export function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'websockets'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.any.js') || (path.startsWith('interfaces/') && path.endsWith('.html')))
    .filter((path) => !path.startsWith('stream/') && !NOT_OURS.includes(path))
    .sort();
}

/** Ends the harness by writing what it came to into a field of the world: how many tests, and those that have failed. */
const AROUND = `
  self.GLOBAL = { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false };
  self.location = { ...PLACE, toString: () => PLACE.href };`;
const TELLS = `
  add_completion_callback((tests, { status, message }) => {
    const failed = tests.filter(({ status }) => status !== 0).map(({ name, message }) => String(name).slice(0, 200) + ': ' + String(message).slice(0, 300));
    entity.get('StringValue').Value = JSON.stringify({ ran: tests.length, failed: [...(status === 0 ? [] : ['harness: ' + message]), ...failed.slice(0, 20)] });
  });`;
/** What pages ask of a document. It comes after the harness, which would show its results in it. */
const DOCUMENT = `
  self.window = self;
  self.document = {
    title: '',
    getElementsByTagName: () => [],
    body: { toString: () => '[object HTMLBodyElement]' },
    createEvent: () => Object.assign(new Event(''), {
      initUIEvent(type, bubbles, cancelable, view, detail) { this.initEvent(type, bubbles, cancelable); this.detail = detail; },
    }),
  };`;

/** The program of a page. @param path as from `pagesIn` @param port of the server whose handlers it speaks with */
export function programOf(folder: string, path: string, port: number): string {
  const { href, origin, protocol, host, hostname, pathname } = new URL(`http://127.0.0.1:${port}/websockets/${path}`);
  const read = (name: string): string =>
    readFileSync(join(folder, name === 'resources/WebIDLParser.js' ? 'resources/webidl2/lib/webidl2.js' : name), 'utf8')
      // A bundle tells in its comments what its parts import; this world has nobody who would say that there are no such files.
      .replaceAll('import("', 'imports ("')
      .replaceAll(/\{\{host\}\}|\{\{hosts\[[^}]*\}\}/g, '127.0.0.1')
      .replaceAll(/\{\{ports\[[^}]*\}\}/g, String(port));
  const text = read(`websockets/${path}`);
  const isHtml = path.endsWith('.html');
  const included = isHtml
    ? Array.from(text.matchAll(/<script src=["']?([^"'>\s]+)/g), ([, name]) => name ?? '').filter((name) => !name.includes('testharness'))
    : Array.from(text.matchAll(/^\/\/ META: script=(\S+)/gm), ([, name]) => name ?? '');
  const own = isHtml ? Array.from(text.matchAll(/<script>([\s\S]*?)<\/script>/g), ([, program]) => program ?? '').join('\n') : text;
  return [
    `const PLACE = ${JSON.stringify({ href, origin, protocol, host, hostname, port: String(port), pathname, search: '', hash: '' })};`,
    AROUND,
    text.includes('idl_test(') ? fetching(folder) : '',
    read('resources/testharness.js'),
    TELLS,
    isHtml ? DOCUMENT : '',
    ...included.map((name) => read(name.startsWith('/') ? name.slice(1) : posix.join(dirname(`websockets/${path}`), name))),
    own,
  ].join('\n');
}

/** The interfaces that a test of them asks for. */
function fetching(folder: string): string {
  const texts = Object.fromEntries(
    ['websockets', 'html', 'dom'].map((name) => [`/interfaces/${name}.idl`, readFileSync(join(folder, `interfaces/${name}.idl`), 'utf8')]),
  );
  return `self.Window = class {}; self.fetch = async (path) => ({ ok: true, text: async () => (${JSON.stringify(texts)})[path] });`;
}
