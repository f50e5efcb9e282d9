/**
 * Worldwire while it is worked on: `npm run dev [-- FLAG…]`. Runs the example worlds and their services, and serves the page from its sources:
 * an edit of the page reloads it, an edit of anything else bundles the program anew and starts it again. The worlds run on copies of their scenes,
 * below `.cache/`, which are saved as a server ends, and go on from the states that they ended in: with their time, their history and what was
 * edited. No file of the repository changes. A state that the edited engine cannot read is left, and its world begins from its saved scene.
 * Flags go on to `worldwire run`, but for `--port`, which is that of the page from its sources. Nothing is checked for types here; an editor, or
 * `npx tsc --watch`, does.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, createServer } from 'vite';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const HERE = '127.0.0.1';
/** What the page is made from. */
const PAGE = ['agent', 'engine', 'inspector-ui', 'server', 'node_modules'];
const SOURCES = ['agent', 'engine', 'sandbox', 'server', 'worlds'];
/** How long a flurry of writes, as an editor's or git's, may last until it counts as one edit, in ms. */
const FLURRY = 60;
/** How long a server may take to save and end, in ms. */
const ENDING = 10_000;
const token = randomBytes(18).toString('base64url');

/** A free port: the one that is wanted, or any. @param {number} wanted @returns {Promise<number>} */
function freePort(wanted) {
  return new Promise((done, fail) => {
    const socket = createSocket();
    socket.once('error', (error) => ('code' in error && error.code === 'EADDRINUSE' && wanted !== 0 ? done(freePort(0)) : fail(error)));
    socket.listen(wanted, HERE, () => {
      const address = socket.address();
      socket.close(() => done(typeof address === 'object' && address !== null ? address.port : wanted));
    });
  });
}

/** Takes the scenes of the repository as those to run: their worlds begin anew. @param {readonly string[]} names */
function copyScenes(names) {
  for (const name of names) {
    copyFileSync(join(ROOT, 'worlds', name), join(WORLDS, name));
    rmSync(join(STATES, `${name}.snapshot`), { force: true });
  }
}

/** Takes `--port` out of the flags: the server's own is asked for by nobody. @param {string[]} flags @returns {number} */
function takePort(flags) {
  const at = flags.findIndex((flag) => /^--port(?:=|$)/.test(flag));
  if (at < 0) return 4610;
  const [flag = '', value = ''] = flags.splice(at, flags[at] === '--port' ? 2 : 1);
  const wanted = flag === '--port' ? value : flag.slice('--port='.length);
  if (/^\d{1,5}$/.test(wanted) && Number(wanted) < 65_536) return Number(wanted);
  console.error(`npm run dev: --port takes a number from 0 to 65535, not ${JSON.stringify(wanted)}.`);
  process.exit(1);
}

const flags = process.argv.slice(2);
const wantedPort = takePort(flags);
const port = await freePort(4600);
// By its port, so that two beside each other have nothing in common.
const CACHE = join(ROOT, '.cache', `dev-${port}`);
const WORLDS = join(CACHE, 'worlds');
const STATES = join(CACHE, 'states');
const CONFIG = join(CACHE, 'config.json');

const scenes = readdirSync(join(ROOT, 'worlds')).filter((name) => name.endsWith('.json'));
// A session begins with the scenes as the repository has them.
rmSync(CACHE, { recursive: true, force: true });
for (const folder of [WORLDS, STATES]) mkdirSync(folder, { recursive: true });
copyScenes(scenes);

const target = `http://${HERE}:${port}`;
const logger = createLogger('warn');
const { error } = logger;
// While the server is started again nobody answers, which the page says itself.
logger.error = (text, options) => {
  if (!/proxy (?:socket )?error/.test(text)) error(text, options);
};
const http = createHttp();
const page = await createServer({
  configFile: join(ROOT, 'vite.config.ts'),
  root: join(ROOT, 'inspector-ui'),
  clearScreen: false,
  // Its own, since another of its kind may run beside it.
  cacheDir: join(CACHE, 'vite'),
  optimizeDeps: { entries: ['index.html', 'reference.html'] },
  customLogger: logger,
  server: {
    // On a server of ours: Vite ends the process of its own at SIGTERM, and would not wait until the worlds are saved.
    middlewareMode: { server: http },
    hmr: { server: http },
    // What the page is made of, and nothing that the server keeps for its owner beside it: whoever reaches the port may read what is allowed.
    fs: { allow: [...PAGE.map((folder) => join(ROOT, folder)), join(CACHE, 'vite')] },
    // No page of another origin reads along.
    cors: false,
    // The door of who comes in with a token is the server's, as are data and events.
    proxy: { '^/\\?token=': { target }, '/api': { target }, '/socket.io': { target, ws: true } },
  },
});
http.on('request', page.middlewares);
const pagePort = await freePort(wantedPort);
await new Promise((done) => http.listen(pagePort, HERE, () => done(undefined)));
const address = `${HERE}:${pagePort}`;
writeFileSync(
  CONFIG,
  // The token is not among the arguments, which everybody on the machine can read.
  JSON.stringify({
    token,
    saveOnExit: true,
    stateFolder: join(CACHE, 'state'),
    allowedHosts: [address],
    allowedOrigins: [`http://${address}`],
    worldsFolder: WORLDS,
  }),
  { mode: 0o600 },
);

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;

function startServer() {
  const started = spawn(
    process.execPath,
    [join(ROOT, 'tools', 'dev-server.js'), WORLDS, STATES, '--config', CONFIG, '--port', String(port), '--no-open', ...flags],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  server = started;
  let told = '';
  started.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    // The server says its own address when it can be reached; the one that is wanted is that of the page from its sources.
    told += text;
    if (told.includes('/?token=') && told.endsWith('\n\n')) {
      console.log(`\n  http://${address}/?token=${token}\n`);
      told = '';
    }
  });
  started.once('exit', (code) => {
    if (server !== started) return;
    server = undefined;
    console.log(`dev: the server has ended${code === null ? '' : ` with ${code}`}; the next edit starts it again`);
  });
}

/** Resolves when the server that was told to end last has ended. */
let end = Promise.resolve();
/** Whether all of it is to end. */
let isOver = false;

/** @param {NodeJS.Signals} signal @returns {Promise<void>} */
function endServer(signal = 'SIGTERM') {
  const ending = server;
  server = undefined;
  if (ending === undefined || ending.exitCode !== null) return end;
  end = new Promise((done) => {
    const late = setTimeout(() => ending.kill('SIGKILL'), ENDING);
    ending.once('exit', () => {
      clearTimeout(late);
      done();
    });
    ending.kill(signal);
  });
  return end;
}

/** Bundles the program. Says whether that went well; what is wrong is printed. @returns {Promise<boolean>} */
function bundle() {
  return new Promise((done) => {
    spawn(process.execPath, [join(ROOT, 'tools', 'bundle.js')], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }).once('exit', (code) => done(code === 0));
  });
}

/** Files that were changed and not yet taken in, by their paths. @type {Set<string>} */
const changed = new Set();
/** Whether the program is being bundled, which it is at first, so that an edit meanwhile starts no second server. */
let isBusy = true;

async function takeIn() {
  if (isBusy || changed.size === 0) return;
  isBusy = true;
  const files = [...changed];
  changed.clear();
  const begun = performance.now();
  const again = files.filter((file) => scenes.includes(file.slice('worlds/'.length)));
  if (await bundle()) {
    await endServer();
    if (isOver) return;
    // After the end, which saves.
    copyScenes(again.map((file) => file.slice('worlds/'.length)));
    startServer();
    console.log(
      `dev: ${files.length === 1 ? files[0] : `${files.length} files`}: bundled anew and started again after ${Math.round(performance.now() - begun)} ms`,
    );
  } else console.log('dev: what stands above keeps the program from being bundled; the server before the edit still runs');
  isBusy = false;
  void takeIn();
}

/** @type {NodeJS.Timeout | undefined} */
let flurry;
for (const folder of SOURCES)
  watch(join(ROOT, folder), { recursive: true }, (_event, name) => {
    if (name === null || !/\.(?:ts|js|json)$/.test(name) || /(?:^|[\\/])\./.test(name)) return;
    changed.add(`${folder}/${name.replaceAll('\\', '/')}`);
    clearTimeout(flurry);
    flurry = setTimeout(() => void takeIn(), FLURRY);
  });

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  // A terminal tells the server of Ctrl-C as well, and npm passes it on once more: whoever is told the same thing twice ends once. The server
  // saves before it ends, so that nothing here may end before it.
  process.on(signal, () => {
    if (isOver) return;
    isOver = true;
    // What the page's server still had to do when it was closed is refused, and stops nothing.
    process.on('unhandledRejection', () => undefined);
    const closing = page.close().catch(() => undefined);
    http.close();
    http.closeAllConnections();
    void Promise.all([endServer(signal), closing]).then(() => process.exit(0));
  });
// Where something fails here that nobody has thought of, the server still saves and ends.
process.once('exit', () => server?.kill('SIGTERM'));

// The page comes from its sources, and declarations are for others: the program is all that has to be built.
if ((await bundle()) && !isOver) startServer();
isBusy = false;
void takeIn();
