/**
 * The rooms of the house and what each may know, as data; `tools/check-rooms.js` holds the code to it.
 *
 * `knows` lists rooms whose files may be imported, `types` rooms of which only types may be, `packages` what may come from
 * outside (`node:*` stands for all of Node's own modules). A room always knows itself.
 *
 * @typedef {object} Room
 * @property {string} name
 * @property {RegExp} files paths from the root that belong to it; the first room that fits is taken
 * @property {readonly string[]} knows
 * @property {readonly string[]} [types]
 * @property {readonly string[]} [packages]
 * @property {readonly RegExp[]} [forbidden] what its text may not hold, comments aside
 * @property {string} [because] said along with what is forbidden
 */

const OUTSIDE = [
  /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/,
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bperformance\.now\b/,
  /\bMath\.random\b/,
  /\bMath\.pow\b/,
  /\bcrypto\.(?:randomUUID|getRandomValues)\b/,
  /\bprocess\.\w/,
  /\bconsole\.\w/,
  /\bfetch\s*\(/,
  /\bnew (?:WebSocket|Worker)\b/,
];
const WORLD_ONLY = 'the engine takes time, chance and everything outward from its world alone, so that a recording replays';

/** Files of the engine that know nothing, and that everybody may know. */
const LEAVES = [
  'access-scopes',
  'by-number',
  'condition-words',
  'descent',
  'elementary',
  'fingerprint',
  'flow/values/generic',
  'hierarchy-top',
  'instance-marks',
  'nearest',
  'rights',
  'round-trips',
  'send-limits',
  'send-place',
  'same-json',
  'version',
  'visible',
];

/** @type {(room: Room) => Room} */
const ofEngine = (room) => ({ forbidden: OUTSIDE, because: WORLD_ONLY, ...room });

/**
 * A room of flows. What it may know there is named without `engine/flow/` in front, what lies around them in full (`around`).
 * @type {(name: string, room: { files?: RegExp, knows?: readonly string[], around?: readonly string[], packages?: readonly string[] }) => Room}
 */
const ofFlow = (name, { files, knows = [], around = [], packages = [] }) =>
  ofEngine({
    name: `engine/flow/${name}`,
    files: files ?? new RegExp(`^engine/flow/${name}/`),
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', ...around, ...knows.map((other) => `engine/flow/${other}`)],
    packages,
  });

/**
 * A room of the server. What it may know there is named without `server/` in front.
 * @type {(name: string, room: { knows?: readonly string[], types?: readonly string[], packages?: readonly string[] }) => Room}
 */
const ofServer = (name, { knows = [], types = [], packages = [] }) => {
  const named = (/** @type {string} */ other) => (other === 'protocol' || other === 'sandbox' ? other : `server/${other}`);
  return {
    name: `server/${name}`,
    files: new RegExp(`^server/${name}/`),
    knows: ['engine/index', 'engine/leaf', 'agent', ...knows.map(named)],
    types: types.map(named),
    packages,
  };
};

/**
 * A room of the page. What it may know there is named without `inspector-ui/` in front, what lies around the page in full (`around`).
 * All of them may know the leaves of the engine, and the types of the wire.
 * @type {(name: string, room: { knows?: readonly string[], around?: readonly string[], types?: readonly string[], packages?: readonly string[] }) => Room}
 */
const ofPage = (name, { knows = [], around = [], types = [], packages = [] }) => ({
  name: `inspector-ui/${name}`,
  files: new RegExp(`^inspector-ui/${name}/`),
  knows: ['engine/leaf', ...around, ...knows.map((other) => `inspector-ui/${other}`)],
  types: ['protocol', ...types],
  packages,
});
/** What each pane of the page stands on. */
const PANE = ['actions', 'cells', 'controls', 'session'];

/** @type {readonly Room[]} */
export const ROOMS = [
  ofEngine({ name: 'engine/index', files: /^engine\/index\.ts$/, knows: ['engine/*'], packages: ['typebox'] }),
  ofEngine({
    name: 'engine/builtin',
    files: /^engine\/builtin\.ts$/,
    knows: ['engine/access', 'engine/components', 'engine/flow/*', 'engine/script', 'engine/sending', 'engine/systems', 'engine/world'],
  }),
  ofEngine({
    name: 'engine/host-door',
    files: /^engine\/(host-door|long-questions)\.ts$/,
    knows: [
      'engine/errors',
      'engine/door',
      'engine/schema',
      'engine/world',
      'engine/editing',
      'engine/snapshot',
      'engine/tick',
      'engine/scene',
      'engine/watch',
    ],
  }),
  ofEngine({ name: 'engine/errors', files: /^engine\/errors\.ts$/, knows: [] }),
  ofEngine({
    name: 'engine/leaf',
    files: new RegExp(`^engine/(${LEAVES.join('|')})\\.ts$`),
    knows: [],
  }),
  ofEngine({ name: 'engine/door', files: /^engine\/door(\.ts$|\/)/, knows: ['engine/errors'], types: ['engine/leaf', 'engine/schema'] }),
  // Known by the page as well, for previews: nothing of it may need what a page has not.
  ofEngine({ name: 'engine/template', files: /^engine\/template\//, knows: ['engine/leaf', 'engine/schema'] }),
  ofEngine({ name: 'engine/schema', files: /^engine\/schema\//, knows: ['engine/leaf', 'engine/errors'], packages: ['typebox'] }),
  ofEngine({
    name: 'engine/world',
    files: /^engine\/world\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema'],
    packages: ['typebox', 'bitecs', '@noble/hashes', 're2js', 'semver'],
  }),
  ofEngine({
    name: 'engine/editing',
    files: /^engine\/editing\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world'],
    packages: ['typebox'],
  }),
  ofEngine({
    name: 'engine/snapshot',
    files: /^engine\/snapshot\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/editing'],
    packages: ['@noble/hashes'],
  }),
  ofEngine({ name: 'engine/tick', files: /^engine\/tick\//, knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/world', 'engine/editing'] }),
  ofEngine({
    name: 'engine/components',
    files: /^engine\/components\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/schema', 'engine/access'],
    types: ['engine/door'],
    packages: ['typebox'],
  }),
  ofEngine({ name: 'engine/access', files: /^engine\/access\//, knows: ['engine/errors', 'engine/door', 'engine/schema'], packages: ['ipaddr.js', 'typebox'] }),
  ofEngine({
    name: 'engine/connection',
    files: /^engine\/connection\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/access', 'engine/components'],
  }),
  ofEngine({
    name: 'engine/listening',
    files: /^engine\/listening\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/access', 'engine/components', 'engine/connection'],
  }),
  ofEngine({
    name: 'engine/systems',
    files: /^engine\/systems\//,
    knows: ['engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/components', 'engine/connection', 'engine/listening', 'engine/access'],
  }),
  ofEngine({
    name: 'engine/sending',
    files: /^engine\/sending\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/components', 'engine/systems', 'engine/template'],
    packages: ['typebox'],
  }),
  ofEngine({
    name: 'engine/scene',
    files: /^engine\/scene\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/editing'],
    packages: ['typebox'],
  }),
  ofEngine({
    name: 'engine/watch',
    files: /^engine\/watch\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/editing'],
    packages: ['re2js'],
  }),
  ofFlow('values', { around: ['engine/access'], packages: ['typebox', 're2js'] }),
  ofFlow('node', { knows: ['values'], around: ['engine/access', 'engine/components'], packages: ['typebox'] }),
  ofFlow('code', { knows: ['values', 'node'], packages: ['@noble/hashes'] }),
  ofFlow('linking', { knows: ['values', 'node', 'code'] }),
  ofFlow('nodes', {
    knows: ['values', 'node', 'code'],
    around: ['engine/access', 'engine/components', 'engine/script', 'engine/systems'],
    packages: ['@noble/hashes'],
  }),
  ofFlow('component', { files: /^engine\/flow\/(?:catalogue|flow|nodes|titles)\.ts$/, knows: ['values', 'node', 'linking', 'nodes'], packages: ['typebox'] }),
  ofFlow('state', { knows: ['values', 'node', 'code', 'component'], around: ['engine/access', 'engine/components'] }),
  ofFlow('outside', { knows: ['values', 'node', 'component', 'state'], around: ['engine/access', 'engine/script'] }),
  ofFlow('running', { knows: ['values', 'node', 'code', 'linking', 'nodes', 'component', 'state', 'outside'] }),
  ofFlow('saved', { knows: ['values', 'node', 'component', 'state', 'outside', 'running'] }),
  ofFlow('seen', { knows: ['values', 'node', 'code', 'linking', 'nodes', 'component', 'state', 'outside', 'running'] }),
  ofFlow('system', {
    files: /^engine\/flow\/flow-system\.ts$/,
    knows: ['component', 'state', 'outside', 'running', 'saved', 'seen'],
    around: ['engine/components'],
  }),
  ofEngine({
    name: 'engine/script',
    files: /^engine\/script\//,
    knows: ['engine/leaf', 'engine/errors', 'engine/door', 'engine/schema', 'engine/world', 'engine/access', 'engine/components', 'engine/connection'],
    packages: ['typebox'],
  }),
  {
    name: 'sandbox',
    files: /^sandbox\//,
    knows: ['engine/index'],
    packages: ['node:*'],
  },
  {
    name: 'protocol',
    files: /^server\/protocol\.ts$/,
    knows: [],
    types: ['engine/index', 'agent', 'server/hosting', 'server/journal', 'server/links', 'server/past', 'server/saving', 'server/security', 'server/versions'],
  },
  {
    name: 'agent',
    files: /^agent\//,
    knows: [],
    types: ['engine/index'],
    forbidden: [/\bfrom 'node:/, /\bprocess\.\w/, /\bBuffer\b/, /\bwindow\b/, /\bdocument\b/],
    because: 'it runs in a command line and in a browser tab alike',
  },
  {
    name: 'server/entrance',
    files: /^server\/(index|start-server|server-options)\.ts$/,
    knows: ['engine/index', 'engine/leaf', 'agent', 'server/*'],
    packages: ['node:*', 'fastify'],
  },
  ofServer('log', { packages: ['node:*', 'fastify', 'pino', 'pino-pretty'] }),
  ofServer('files', { packages: ['node:*'] }),
  ofServer('limits', { packages: ['node:*'] }),
  ofServer('links', { packages: ['node:*', 'https-proxy-agent', 'ipaddr.js', 'socks-proxy-agent', 'ws'] }),
  ofServer('fetching', { knows: ['links'], packages: ['node:*'] }),
  ofServer('listening', { knows: ['links'], packages: ['node:*', 'ws'] }),
  ofServer('access', { knows: ['files', 'limits'], types: ['log', 'links'], packages: ['node:*', 'typebox'] }),
  ofServer('agents', { types: ['links'] }),
  ofServer('plugins', { knows: ['files', 'sandbox'], packages: ['node:*'] }),
  ofServer('scripting', { knows: ['files', 'sandbox'], packages: ['node:*'] }),
  ofServer('doors', { knows: ['files', 'plugins'], packages: ['node:*'] }),
  ofServer('saving', { knows: ['doors', 'files', 'links', 'plugins'], types: ['log'], packages: ['node:*', 'typebox'] }),
  ofServer('recording', { knows: ['doors', 'files', 'saving'], types: ['log'], packages: ['node:*', 'typebox'] }),
  ofServer('journal', { knows: ['doors', 'files', 'recording', 'saving'], types: ['log'], packages: ['node:*', 'typebox'] }),
  ofServer('past', { knows: ['doors', 'journal', 'plugins'], types: ['log'], packages: ['node:*'] }),
  ofServer('traffic', { packages: ['node:*', 'typebox', 'ws'] }),
  ofServer('versions', {
    knows: ['doors', 'files', 'plugins', 'recording', 'saving'],
    types: ['log'],
    packages: ['node:*', 'typebox'],
  }),
  ofServer('report', {
    knows: ['files', 'journal', 'links', 'recording', 'versions'],
    packages: ['node:*', 'typebox'],
  }),
  ofServer('hosting', {
    knows: ['doors', 'files', 'journal', 'limits', 'links', 'past', 'recording', 'saving', 'versions'],
    types: ['agents', 'log'],
    packages: ['node:*'],
  }),
  ofServer('security', { knows: ['files'], types: ['log'], packages: ['node:*', 'ipaddr.js', 'typebox'] }),
  ofServer('users', { knows: ['security'], types: ['hosting', 'links'] }),
  ofServer('metrics', { types: ['hosting'], packages: ['prom-client'] }),
  ofServer('schemas', { knows: ['security'], types: ['protocol', 'hosting', 'journal', 'links', 'past', 'saving', 'versions'], packages: ['typebox'] }),
  ofServer('answers', { knows: ['limits'], packages: ['node:*'] }),
  ofServer('http', {
    knows: ['protocol', 'answers', 'limits', 'schemas', 'security', 'traffic'],
    types: ['hosting', 'log', 'metrics', 'users'],
    packages: ['node:*', '@fastify/cookie', '@fastify/rate-limit', '@fastify/static', '@fastify/swagger', '@fastify/swagger-ui', 'fastify', 'typebox'],
  }),
  ofServer('sockets', {
    knows: ['protocol', 'agents', 'answers', 'limits', 'past', 'schemas', 'security'],
    types: ['hosting', 'links', 'log', 'users'],
    packages: ['node:*', 'ipaddr.js', 'socket.io'],
  }),
  ofServer('joining', {
    knows: ['protocol', 'access', 'files', 'limits', 'links', 'schemas'],
    types: ['log'],
    packages: ['node:*', '@inquirer/select', 'pino', 'socket.io-client', 'typebox'],
  }),
  ofServer('cli', {
    knows: [
      'entrance',
      'access',
      'doors',
      'files',
      'hosting',
      'joining',
      'journal',
      'links',
      'log',
      'plugins',
      'recording',
      'report',
      'saving',
      'scripting',
      'security',
      'traffic',
      'versions',
    ],
    packages: ['node:*', 'commander', 'open', 'typebox'],
  }),
  ofPage('cells', { packages: ['lit'] }),
  ofPage('actions', { knows: ['cells'] }),
  ofPage('controls', { knows: ['cells'], packages: ['lit', '@awesome.me/webawesome', 'uplot'] }),
  ofPage('agent', { knows: ['cells'], around: ['agent'] }),
  ofPage('session', { knows: ['agent', 'cells'], types: ['agent'], packages: ['lit', 'socket.io-client'] }),
  ofPage('access', { knows: ['cells', 'controls', 'session'], around: ['agent'], packages: ['lit'] }),
  ofPage('people', { knows: ['cells', 'controls', 'session'], packages: ['lit'] }),
  ofPage('hierarchy', { knows: PANE, packages: ['lit'] }),
  ofPage('worlds', { knows: PANE, packages: ['lit'] }),
  ofPage('sending', { knows: PANE, packages: ['lit'] }),
  ofPage('many', { knows: [...PANE, 'editors', 'hierarchy'], packages: ['lit'] }),
  ofPage('editors', {
    knows: [...PANE, 'hierarchy'],
    around: ['engine/template'],
    packages: [
      'lit',
      '@codemirror/commands',
      '@codemirror/lang-json',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/highlight',
    ],
  }),
  ofPage('entity', { knows: [...PANE, 'editors', 'hierarchy'], packages: ['lit'] }),
  ofPage('connection', { knows: [...PANE, 'access', 'editors'], around: ['agent'], types: ['inspector-ui/entity'], packages: ['lit'] }),
  // Of the controls it has the search by letters alone, which knows no page either.
  ofPage('graph-model', { knows: ['controls'] }),
  ofPage('graph', { knows: [...PANE, 'editors', 'graph-model', 'hierarchy'], packages: ['lit', '@dagrejs/dagre', 'd3-selection', 'd3-zoom'] }),
  ofPage('flow', { knows: ['controls', 'graph', 'session'], types: ['inspector-ui/entity'], packages: ['lit'] }),
  ofPage('script', {
    knows: [...PANE, 'connection'],
    types: ['inspector-ui/entity'],
    packages: [
      'lit',
      '@codemirror/autocomplete',
      '@codemirror/commands',
      '@codemirror/lang-javascript',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/search',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/common',
      '@lezer/highlight',
      'acorn',
      'prettier',
    ],
  }),
  ofPage('overview', { knows: [...PANE, 'connection', 'hierarchy'], packages: ['lit'] }),
  ofPage('log', { knows: PANE, packages: ['lit'] }),
  ofPage('time', { knows: PANE, packages: ['lit'] }),
  ofPage('traffic', { knows: [...PANE, 'connection', 'time'], packages: ['lit'] }),
  ofPage('watching', { knows: [...PANE, 'time'], packages: ['lit'] }),
  ofPage('changes', { knows: [...PANE, 'editors'], packages: ['lit'] }),
  ofPage('viewport', { knows: [...PANE, 'editors'], packages: ['lit', 'three'] }),
  ofPage('world', { knows: [...PANE, 'changes', 'editors'], packages: ['lit'] }),
  ofPage('prompts', { knows: [...PANE, 'access', 'world'], types: ['agent'], packages: ['lit'] }),
  ofPage('reference', { knows: ['controls'], packages: ['lit'] }),
  ofPage('shell', { knows: ['*'], packages: ['lit', '@awesome.me/webawesome'] }),
  { name: 'inspector-ui', files: /^inspector-ui\//, knows: ['inspector-ui/*'], types: ['protocol'] },
  { name: 'worlds', files: /^worlds\//, knows: ['engine/index', 'server/entrance'], packages: ['node:*', 'worldwire', 'ws'] },
  { name: 'bin', files: /^bin\//, knows: ['tools'], packages: ['node:*'] },
  {
    name: 'tools',
    files: /^tools\//,
    knows: ['tests'],
    types: ['engine/index'],
    packages: ['node:*', 'playwright-core', '@sparticuz/chromium', 'rolldown', 'vite'],
  },
  { name: 'tests', files: /^tests\//, knows: ['engine/index', 'sandbox', 'server/*', 'agent', 'protocol', 'worlds', 'tools', 'bin'], packages: ['*'] },
  { name: 'configuration', files: /^[^/]+\.(?:ts|js)$/, knows: ['tools', 'tests'], packages: ['*'] },
];

/**
 * Tests know public entrances. A unit test (`tests/unit/<folder>/`) may reach into the rooms that its folder is about, and
 * so may what generates their inputs (`tests/fuzz/`).
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const TESTS_REACH = {
  schema: ['engine/schema', 'engine/errors'],
  template: ['engine/template'],
  world: ['engine/leaf', 'engine/editing', 'engine/world', 'engine/tick', 'engine/scene', 'engine/schema', 'engine/door'],
  'world-rig.ts': ['engine/editing', 'engine/world', 'engine/tick', 'engine/scene', 'engine/schema', 'engine/door'],
  editing: ['engine/leaf', 'engine/editing', 'engine/world', 'engine/schema', 'engine/scene'],
  instances: ['engine/leaf', 'engine/editing', 'engine/scene'],
  snapshot: ['engine/snapshot', 'engine/editing', 'engine/world'],
  tick: ['engine/editing', 'engine/world', 'engine/tick', 'engine/scene'],
  components: ['engine/components', 'engine/schema'],
  systems: ['engine/systems', 'engine/components'],
  connection: [
    'engine/connection',
    'engine/editing',
    'engine/access',
    'engine/systems',
    'engine/components',
    'engine/world',
    'engine/tick',
    'engine/schema',
    'engine/door',
  ],
  listening: ['engine/listening', 'engine/editing', 'engine/access', 'engine/systems', 'engine/components', 'engine/world', 'engine/schema', 'engine/door'],
  access: ['engine/access'],
  scene: ['engine/editing', 'engine/scene', 'engine/schema', 'engine/components', 'engine/world'],
  watch: ['engine/editing', 'engine/watch', 'engine/world'],
  flow: ['engine/leaf', 'engine/flow/*', 'engine/schema', 'engine/world'],
  'graph-model': ['inspector-ui/*'],
  script: ['engine/script'],
  sending: ['engine/sending', 'engine/editing', 'engine/watch'],
  scripting: ['server/scripting'],
  fuzz: ['engine/*'],
  'inspector-ui': ['inspector-ui/*'],
};

/** Characters of the longest line that may stand anywhere: a formatter leaves texts, templates, styles and comments as they are. */
export const WIDEST = 160;

/** Packages that lie open to one file only: they may be imported there and nowhere else. */
export const ONE_MODULE = { bitecs: /^engine\/world\/membership\.ts$/ };

/** Folder names that say nothing. */
export const FORBIDDEN_FOLDERS = ['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'managers', 'misc', 'shared', 'lib'];
