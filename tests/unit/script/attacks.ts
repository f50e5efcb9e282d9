/** A script that means harm, and what becomes of it. */
export interface Attack {
  readonly name: string;
  readonly source: string;
  /** What its LastError matches at the end; none where it is refused in a way that it can catch, or just does no harm. */
  readonly error?: RegExp;
  /** What stands in its log in the end. */
  readonly told?: RegExp;
  /** It holds more than a snapshot keeps, so that it begins anew where the world is taken up. */
  readonly unkept?: true;
}

const CUT = /^WW_SCRIPT_(FUEL|ENDED): /;
const OVER = /^WW_SCRIPT_ENDED: |^(InternalError|RangeError|WW_SCRIPT_FUEL): /;
const loop = (name: string, source: string): Attack => ({ name, source, error: CUT });
const native = (name: string, made: string, again: string): Attack => loop(name, `${made}; for (;;) { ${again} }`);
const memory = (name: string, source: string): Attack => ({ name, source, error: OVER, unkept: true });
const harmless = (name: string, source: string, told?: RegExp): Attack => ({ name, source, ...(told === undefined ? {} : { told }) });

const LOOPS: readonly Attack[] = [
  loop('while', 'while (true);'),
  loop('do', 'do {} while (1)'),
  loop('for of what never ends', 'for (const each of { [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) });'),
  loop('a generator', 'function* all() { for (;;) yield 1 } for (const each of all());'),
  loop('a label', 'again: for (;;) continue again;'),
  loop('finally that takes up again', 'for (;;) { try { break } finally { continue } }'),
  loop('catching what stops it', 'for (;;) { try { for (;;); } catch { } finally { } }'),
  loop('a map that grows while it is gone through', 'const map = new Map([[0, 0]]); for (const [key] of map) { map.delete(key); ' + 'map.set(key + 1, 0) }'),
  loop('a set that grows within forEach', 'const set = new Set([0]); set.forEach((each) => { set.delete(each); set.add(each + 1) })'),
  loop('a getter within a getter', 'const o = { get x() { for (;;); } }; JSON.stringify(o)'),
  loop('toString that does not end', '`${{ toString() { for (;;); } }}`'),
  loop('a condition of sort', '[3, 2, 1].sort(() => { for (;;); })'),
  loop('eval', 'eval("for (;;);")'),
  loop('a function made of text', 'new Function("for (;;);")()'),
  loop(
    'a trap of a proxy in a native',
    'Array.from(new Proxy([], { get: (_, key) => (key === Symbol.iterator ? undefined ' + ': key === "length" ? 1e9 : 1) }))',
  ),
];

const NATIVES: readonly Attack[] = [
  native('indexOf in a text', 'const text = "x".repeat(2e6), part = "x".repeat(1e6) + "y"', 'text.indexOf(part)'),
  native('sort with holes', 'const list = [3, 1]; list.length = 1e6', 'list.sort()'),
  native('BigInt to text', 'const big = (1n << 200000n) - 1n', 'String(big)'),
  native('BigInt to a power', 'const big = (1n << 5000n) - 1n', 'big ** 40n'),
  native('BigInt from text', 'const text = "7".repeat(100000)', 'BigInt(text)'),
  native('join of a sparse list', 'const list = []; list[4e6] = 1', 'list.join()'),
  native('JSON of what is wide', 'const list = Array.from({ length: 5000 }, (_, i) => ({ i }))', 'JSON.stringify(list)'),
  native('JSON to be parsed', 'const text = "[" + "1,".repeat(1e5) + "1]"', 'JSON.parse(text)'),
  native('RegExp that goes back', 'const text = "a".repeat(40) + "b"', '/^(a+)+$/.test(text)'),
  native('RegExp that looks behind', 'const text = "x".repeat(5000) + "b"', '/(?<=a.*)b/.test(text)'),
  native('String.raw', '', 'String.raw({ raw: { length: 1e9 } })'),
  native('repeat', '', '"xy".repeat(1e6)'),
  native('padStart', '', '"x".padStart(2e6, "abc")'),
  native('normalize', 'const text = "a" + "\\u0301\\u0316".repeat(10000)', 'text.normalize("NFC")'),
  native('sort of a TypedArray', 'const list = new Float64Array(50000).map((_, i) => (i * 7919) % 50021)', 'list.slice().sort()'),
  native('Array.from of getters', 'const list = { length: 1e9, get 0() { return 1 } }', 'Array.from(list)'),
  native(
    'keys of a proxy',
    'const names = Array.from({ length: 1000 }, (_, i) => `k${i}`); const p = new Proxy({}, { ownKeys: () => names })',
    'Object.keys(p)',
  ),
  native('a chain of proxies', 'let p = {}; for (let i = 0; i < 300; i++) p = new Proxy(p, {})', 'p.x'),
  native('a chain of prototypes', 'let p = {}; for (let i = 0; i < 5000; i++) p = Object.create(p)', 'p.x'),
  native('Date.parse', 'const text = " ".repeat(1e5) + "x"', 'Date.parse(text)'),
  native('copyWithin', 'const bytes = new Uint8Array(4e6)', 'bytes.copyWithin(1, 0)'),
  native('encodeURIComponent', 'const text = "é".repeat(50000)', 'encodeURIComponent(text)'),
  native('programs to be read', 'const text = "1+".repeat(3000) + "1"', 'eval(text)'),
  native('a text that is made of parts', 'let text = ""', 'text = ("x" + text + "x").slice(-1e5); text.charCodeAt(3)'),
];

const RECURSION: readonly Attack[] = [
  harmless('a function', 'let n = 0; function deep() { n++; deep() } try { deep() } catch (e) { print(e.name, n > 100) }', /^RangeError true$/),
  loop('a function that takes up again as it unwinds', 'function both() { try { both() } finally { both() } } both()'),
  harmless('toString', 'const o = { toString() { return `${o}` } }; try { `${o}` } catch (e) { print(e.name) }', /^RangeError$/),
  harmless('a getter', 'const o = { get x() { return this.x } }; try { o.x } catch (e) { print(e.name) }', /^RangeError$/),
  harmless('a proxy of itself', 'const p = new Proxy({}, { get: (_, key) => p[key] }); try { p.x } catch (e) { print(e.name) }', /^RangeError$/),
  harmless('JSON that is deep', 'try { JSON.parse("[".repeat(1e5)) } catch (e) { print(e.name) }', /Error$/),
  harmless(
    'an operation that is deep',
    'let o = []; for (let i = 0; i < 300; i++) o = { children: [o] }; try { world.apply([{ op: "addEntity", entity: o ' + '}]) } catch (e) { print(e.code) }',
    /^WW_BAD_REQUEST$/,
  ),
  loop('what stringifies deep', 'let o = []; for (let i = 0; i < 1e4; i++) o = [o]; JSON.stringify(o)'),
  harmless('a program that is deep', 'try { eval("(".repeat(1e5)) } catch (e) { print(e.name) }', /Error$/),
  harmless('a RegExp that is deep', 'try { new RegExp("(".repeat(1e5)) } catch (e) { print(e.name) }', /Error$/),
  harmless('flat', 'const list = []; list[0] = list; try { list.flat(Infinity) } catch (e) { print(e.name) }', /Error$/),
  memory('bound functions', 'let f = () => 1; for (let i = 0; i < 5000; i++) f = f.bind(null); f()'),
  harmless(
    'an event within an event',
    'const t = new EventTarget(); t.addEventListener("x", () => t.dispatchEvent(new Event("x"))); t.dispatchEvent(new Event("x")); print("on")',
  ),
];

const MEMORY: readonly Attack[] = [
  memory('texts', 'const all = []; setInterval(() => { for (let i = 0; i < 40; i++) all.push("x".repeat(1e5) + i) }, 1)'),
  memory('lists', 'const all = []; setInterval(() => { for (let i = 0; i < 40; i++) all.push(new Array(1e4).fill(i)) }, 1)'),
  memory('typed arrays', 'const all = []; setInterval(() => { for (let i = 0; i < 10; i++) all.push(new Uint8Array(4e5)) }, 1)'),
  memory('one buffer', 'const all = new ArrayBuffer(2 ** 31 - 1)'),
  memory('a list that is long at once', 'new Array(2 ** 32 - 1).fill(1)'),
  memory('a buffer that grows', 'const all = new ArrayBuffer(1e6, { maxByteLength: 2 ** 30 }); setInterval(() => all.resize(all.byteLength * 2), 1)'),
  memory(
    'texts twice as long each time',
    'let text = "x"; setInterval(() => { text += text; text.charCodeAt(1) }, 1); for (let i = 0; i < 20; i++) text += text;',
  ),
  harmless('closures', 'const all = []; setInterval(() => { for (let i = 0; i < 1000; i++) all.push(() => i) }, 1)'),
  harmless('symbols', 'setInterval(() => { for (let i = 0; i < 1000; i++) Symbol.for(`s${Math.random()}`) }, 1)'),
  harmless(
    'what is held weakly',
    'const all = []; const told = new FinalizationRegistry(() => {}); setInterval(() => { for (let i = 0; i < 500; i++) ' +
      '{ const o = {}; all.push(new WeakRef(o)); told.register(o, i) } }, 1)',
  ),
  harmless('a map', 'const map = new Map(); setInterval(() => { for (let i = 0; i < 1000; i++) map.set({}, map) }, 1)'),
];

const STORMS: readonly Attack[] = [
  loop('promises that follow each other', 'const again = () => Promise.resolve().then(again); again()'),
  loop('promises that double', 'const again = () => { Promise.resolve().then(again); Promise.resolve().then(again) }; again()'),
  loop('await without an end', '(async () => { for (;;) await 1 })()'),
  harmless('promises that are rejected', 'setInterval(() => { for (let i = 0; i < 100; i++) Promise.reject(i) }, 1)', /nobody waits for/),
  harmless('what is thenable by itself', 'const o = { then(go) { go(o) } }; setTimeout(() => Promise.resolve(o), 1)'),
  loop('microtasks', 'const again = () => queueMicrotask(again); again()'),
  loop('timers by the million', 'for (let i = 0; ; i++) setTimeout(() => {}, i)'),
  harmless(
    'timers that are set and taken back',
    'let at = 1e9; setInterval(() => { for (let i = 0; i < 300; i++) clearTimeout(setTimeout(() => {}, (at -= 1))) }, 1)',
  ),
  harmless(
    'sockets by the thousand',
    'let n = 0; Script.update.connect(() => { try { for (let i = 0; i < 150; i++) { new WebSocket("ws://127.0.0.1:9/"); ' +
      'n++ } } catch (e) { print(n, e.code) } })',
    /WW_LIMIT/,
  ),
  harmless(
    'servers by the thousand',
    'let n = 0; try { for (;;) { new WebSocketServer({ port: 4000 + n }); n++ } } catch (e) { print(n, e.code) }',
    /^16 WW_LIMIT/,
  ),
  harmless(
    'a flood of lines',
    'Script.update.connect(() => { for (let i = 0; i < 500; i++) print("x".repeat(3000)) })',
    /more lines of this turn were left out/,
  ),
  harmless('errors that are long', 'Script.update.connect(() => { throw new Error("x".repeat(1e5)) })', /^Error: x/),
  harmless('an error whose stack is long', 'const e = new Error("x"); e.stack = "z:1".repeat(1e5) + "("; setInterval(() => { throw e }, 1)'),
  harmless(
    'an error with a name that is long',
    'Script.update.connect(() => { const e = new Error(); e.name = "y".repeat(1e6); e.stack = "at z (" + "z".repeat(1e6) + ":1:1)"; throw e })',
  ),
  harmless(
    'ears by the thousand',
    'const all = []; setInterval(() => { const c = entity.get("WebsocketClient"); for (let i = 0; i < 400; i++) all.push(c.on("OnMessage", ' +
      'print)); if (all.length > 1500) for (const stop of all.splice(0)) stop() }, 1)',
  ),
  harmless('impulses to itself', 'Script.impulse.connect(() => { world.impulse("x"); world.impulse("x") }); world.impulse("x")'),
];

const HANDED: readonly Attack[] = [
  harmless('throws as it is printed', 'print({ toString() { throw 1 }, toJSON() { throw 2 } }); print("on")', /^on$/),
  harmless('a proxy that is printed', 'print(new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } })); print("on")', /^on$/),
  harmless('a proxy without a target that is printed', 'const r = Proxy.revocable({}, {}); r.revoke(); print(r.proxy); print("on")', /^on$/),
  harmless(
    'an error that cannot be told',
    'setTimeout(() => print("on"), 20); throw { get name() { throw 1 }, get message() { throw 2 }, get stack() { throw 3 } }',
  ),
  harmless(
    'fields that get what throws',
    'const f = entity.get("FloatValue"); for (const v of [{ toJSON() { throw new Error("a") } }, Symbol("b"), 1n, () => ' +
      '1, NaN, Infinity, new Proxy({}, {})]) try { f.Value = v } catch (e) { print(e.code ?? e.name) }',
    /WW_BAD_VALUE/,
  ),
  harmless(
    'operations that are none',
    'for (const o of [null, 1, "x", {}, [null], [1], ["x"], [{}], [{ op: "addEntity" }], [{ op: "addEntity", entity: null ' +
      '}], [{ op: "constructor" }], [{ op: "__proto__" }], [[[]]]]) try { world.apply(o); print("went") } catch (e) { ' +
      'print(e.code) }',
    /WW_BAD/,
  ),
  harmless(
    'operations that are deep',
    'let o = []; for (let i = 0; i < 300; i++) o = [o]; try { world.apply([{ op: "setField", entity: "attacker", component: ' +
      '"StringValue", field: "Value", value: o }]) } catch (e) { print(e.code) }',
    /WW_/,
  ),
  harmless(
    'queries that are none',
    'for (const q of [[], ["x"], ["__proto__"], ["constructor"], [{}], [Symbol.iterator]]) try { world.query(...q); print("went") ' +
      '} catch (e) { print(e.code ?? e.name) }',
    /WW_UNKNOWN_COMPONENT/,
  ),
  harmless(
    'columns that are none',
    'const q = world.query("FloatValue"); for (const v of [[], [1, 2], ["x", "y", "z"], new Float64Array(3).fill(NaN), ' +
      '[null, null, null], [{}, {}, {}]]) try { q.write("FloatValue", "Value", v); print("went") } catch (e) { print(e.code ' +
      '?? e.name) }',
    /WW_/,
  ),
  harmless(
    'names of what all objects have',
    'for (const n of ["__proto__", "constructor", "toString", "hasOwnProperty"]) { print(String(world.get(n)), String(entity.get(n)), ' +
      'String(world.find(n))); try { entity.get("FloatValue").on(n, print) } catch (e) { print(e.code) } try { entity.get("FloatValue").command(n) ' +
      '} catch (e) { print(e.code) } }',
    /^undefined undefined undefined$/,
  ),
];

const REACHING: readonly Attack[] = [
  harmless(
    'prototypes of all',
    'Object.prototype.op = "removeEntity"; Object.prototype.entity = "neighbour"; Object.prototype.code = 1; Array.prototype.push ' +
      '= () => { throw 1 }; Array.prototype.map = () => []; setInterval(() => print("on"), 1)',
  ),
  harmless(
    'lists that are gone through otherwise',
    'Array.prototype[Symbol.iterator] = function* () { yield "apply"; yield "not JSON {" }; try { print(1) } catch (e) ' +
      '{ } setInterval(() => { try { world.name } catch {} }, 1)',
  ),
  harmless(
    'lists that hold something else when they are gone through',
    'const go = [() => world.apply([]), () => world.query("IntValue"), () => world.impulse("x", 1), () => new WebSocket("ws://x"), ' +
      '() => new WebSocketServer(), () => world.find("x"), () => entity.name, () => setTimeout(() => {}, 5), () => print(1), ' +
      '() => entity.get("FloatValue").command("x"), () => world.query("FloatValue").write("FloatValue", "Value", [1])]; ' +
      'const real = Array.prototype[Symbol.iterator]; for (let i = 0; i < go.length; i++) for (const value of ["{", "[".repeat(300), ' +
      '"[1]", -Infinity, null]) { Array.prototype[Symbol.iterator] = function* () { yield value; yield value; yield value; ' +
      'yield value }; try { go[i]() } catch {} Array.prototype[Symbol.iterator] = real } print("on")',
    /^on$/,
  ),
  harmless(
    'JSON that is another',
    'for (const text of ["{", "[".repeat(1e5), "3", "null"]) { JSON.stringify = () => text; JSON.parse = () => ({}); for ' +
      '(const go of [() => new WebSocket("ws://127.0.0.1:9/"), () => new WebSocketServer(), () => entity.name]) try { ' +
      'go() } catch (e) { print(e.code) } }',
    /^WW_BAD_REQUEST$/,
  ),
  harmless('promises that are another', 'Promise.prototype.then = function () { throw 1 }; (async () => { await 1 })().then; ' + 'setInterval(() => {}, 1)'),
  harmless(
    'calls that are another',
    'Function.prototype.call = Function.prototype.apply = Reflect.apply = () => { throw 1 }; Map.prototype.get = () => ' +
      '{ throw 2 }; WeakMap.prototype.get = () => ({}); try { setTimeout(() => {}, 1); new EventTarget().addEventListener("x", ' +
      '() => {}) } catch {} setInterval(() => {}, 1)',
  ),
  harmless(
    'stacks that are told otherwise',
    'Error.prepareStackTrace = (_, frames) => { for (const f of frames) if (String(f.getFunction?.()).includes("host")) ' +
      'print("REACHED"); for (;;); }; Error.stackTraceLimit = 1e9; setInterval(() => { try { null.x } catch (e) { e.stack ' +
      '} }, 1)',
  ),
  {
    name: 'stacks that are told while it ends',
    source:
      'Error.prepareStackTrace = () => { print("REACHED"); return "x".repeat(1e6) }; const t = "x".repeat(2e6); for (;;) ' + 't.indexOf("x".repeat(1e6) + "y")',
    error: CUT,
  },
  harmless(
    'constructor.constructor',
    'for (const o of [print, world, entity, Script, setTimeout, WebSocket, globalThis]) { const g = o.constructor.constructor("return ' +
      'this")(); if (g !== globalThis || g.process || g.require || g.__host || g.__dispatch) print("REACHED") } print("on")',
    /^on$/,
  ),
  harmless(
    'imports',
    'for (const at of ["./host.js", "worldwire:host.js", "worldwire:main.js", "../host.js", "/etc/passwd", "fs", "node:fs", ' +
      '"data:text/javascript,1", "file:///etc/passwd", "std", "os", "./main.js"]) import(at).then((m) => print("REACHED", ' +
      'at, Object.keys(m)), () => print("refused"))',
    /^refused$/,
  ),
  harmless(
    'whoever called',
    'const f = function () { try { if (f.caller) print("REACHED") } catch {} try { if (arguments.callee.caller) print("REACHED") ' +
      '} catch {} }; setTimeout(f, 1); Script.update.connect(f); Script.impulse.connect(f); world.impulse("x")',
  ),
  harmless(
    'what stands everywhere',
    'for (const n of Object.getOwnPropertyNames(globalThis)) if (/^(process|require|module|Deno|Bun|std|os|scriptArgs|__.*)$/.test(n) ' +
      ') print("REACHED", n); print("on")',
    /^on$/,
  ),
  harmless(
    'insides of classes',
    'for (const v of [Script.update, entity, entity.get("FloatValue"), world]) for (const k of Reflect.ownKeys(v)) if ' +
      '(typeof v[k] === "function" && v[k].name === "host") print("REACHED", String(k)); ' +
      'try { Script.update.constructor.emit(Script.update, 1); print("REACHED") } catch { print("on") }',
    /^on$/,
  ),
];

const setSource = (entity: string, source: string): string =>
  `{ op: "setField", entity: ${JSON.stringify(entity)}, component: "Script", field: "Source", value: ${source} }`;
const RACES: readonly Attack[] = [
  harmless(
    'removes itself',
    'Script.scriptEnding.connect(() => print("ends")); setTimeout(() => { world.apply([{ op: "removeEntity", entity: "attacker" ' +
      '}]); try { print("REACHED") } catch {} try { new WebSocket("ws://127.0.0.1:9/") } catch {} setTimeout(() => print("REACHED"), ' +
      '1); Script.update.connect(() => print("REACHED")); for (;;); }, 20)',
  ),
  harmless(
    'removes itself, and another takes its place',
    'world.apply([{ op: "removeEntity", entity: "attacker" }, { op: "addEntity", parent: null, entity: { id: "attacker", ' +
      'name: "attacker", components: { Script: { Source: "print(1)" }, FloatValue: {} } } }]); throw new Error("whose ' +
      'is this")',
  ),
  harmless(
    'removes itself as it ends',
    `Script.scriptEnding.connect(() => { world.apply([{ op: "removeEntity", entity: "attacker" }]); for (;;); }); setTimeout(() ` +
      `=> world.apply([${setSource('attacker', '"1"')}]), 20)`,
  ),
  harmless(
    'disables itself',
    'world.apply([{ op: "setField", entity: "attacker", component: "Script", field: "Enabled", value: false }]); setInterval(() ' + '=> print("REACHED"), 40)',
  ),
  harmless(
    'disables and enables itself at once',
    'setInterval(() => world.apply([false, true].map((value) => ({ op: "setField", entity: "attacker", component: "Script", ' +
      'field: "Enabled", value }))), 1)',
  ),
  harmless('edits itself in each tick', `Script.update.connect(() => world.apply([${setSource('attacker', 'entity.get("Script").Source + " "')}]))`),
  harmless(
    'edits itself as it ends',
    `Script.scriptEnding.connect(() => world.apply([${setSource('attacker', '"print(2)"')}])); setTimeout(() => ` +
      `world.apply([${setSource('attacker', '"print(3)"')}]), ` +
      `1)`,
  ),
  harmless(
    'two that set each other',
    `const other = 'const me = ' + JSON.stringify("x") + '; setInterval(() => world.apply([${setSource('attacker', "'print(1)'")}]), ` +
      `1)'; world.apply([{ op: "addEntity", parent: null, entity: { id: "other", name: "other", components: { Script: ` +
      `{ Source: other } } } }]); setInterval(() => world.apply([${setSource('other', 'other + Math.random()')}]), 1)`,
  ),
  harmless(
    'is told while it ends',
    `Script.impulse.connect(() => print("heard")); Script.scriptEnding.connect(() => { world.impulse("x"); setTimeout(() ` +
      `=> print("REACHED"), 1); new WebSocket("ws://127.0.0.1:9/").onclose = () => print("REACHED"); Promise.resolve().then(() ` +
      `=> world.impulse("x")) }); setTimeout(() => world.apply([${setSource('attacker', '"Script.impulse.connect(() => {})"')}]), ` +
      `20)`,
  ),
  {
    name: 'does not end as it ends',
    source: `Script.scriptEnding.connect(() => { for (;;); }); setTimeout(() => world.apply([${setSource('attacker', '"print(1)"')}]), 20)`,
  },
  harmless('writes its own source by a field', 'setInterval(() => { entity.get("Script").Source = "print(" + Math.random() + ")" }, 1)'),
  harmless(
    'an impulse without a value waits',
    'Script.impulse.connect(({ value }) => print(String(value))); setInterval(() => world.impulse("x"), 1)',
    /^undefined$/,
  ),
  harmless(
    'a socket, its end, and another',
    'new WebSocket("ws://127.0.0.1:9/"); const t = "x".repeat(2e6); if (world.tick > 3) print("on"); else for (;;) t.indexOf("x".repeat(1e6) + "y")',
  ),
];

const url = '"http://a.example/"';
const FETCHES: readonly Attack[] = [
  harmless(
    'requests by the thousand',
    `let n = 0, over = 0; Script.update.connect(() => { for (let i = 0; i < 60; i++) fetch(${url}).catch((e) => { if (e.code === "WW_LIMIT" && ++over === 1) ` +
      `print("over") }) })`,
    /^over$/,
  ),
  loop('requests without an end', `for (;;) fetch(${url}).catch(() => {})`),
  loop(
    'requests that are aborted at once, without an end',
    `for (;;) { const c = new AbortController(); fetch(${url}, { signal: c.signal }).catch(() => {}); c.abort() }`,
  ),
  loop('a request of a promise that asks again', `const again = () => fetch("nonsense").catch(again); again()`),
  loop('headers whose list does not end', `new Headers({ *[Symbol.iterator]() { for (;;) yield ["a", "b"] } })`),
  loop('a body whose text does not end', `fetch(${url}, { method: "POST", body: { toString() { for (;;); } } })`),
  loop('headers that grow', `const h = new Headers(); for (;;) h.append("a", "x".repeat(10000))`),
  harmless(
    'headers that break the line',
    `for (const value of ["a\\r\\nHost: b", "a\\nb", "a\\0b", "\\u010a"]) for (const h of [{ a: value }, { [value]: "a" }, [["a", value]]]) ` +
      `fetch(${url}, { headers: h }).then(() => print("REACHED"), (e) => print(e.code));`,
    /^WW_HEADER_INVALID$/,
  ),
  harmless(
    'values that throw as they are read',
    `const bad = { toString() { throw 7 }, get [Symbol.iterator]() { throw 8 }, get method() { throw 9 } }; for (const args of [[bad], [${url}, bad], ` +
      `[${url}, { headers: bad }], [${url}, { method: bad }], [${url}, { method: "POST", body: bad }], [Symbol()], [${url}, { signal: bad }]]) ` +
      `fetch(...args).then(() => print("REACHED"), (e) => print("refused", typeof e))`,
    /^refused number$/,
  ),
  harmless(
    'what is its own of the library',
    `Object.prototype.then = function (go) { go(1) }; Promise.prototype.then = null; Headers.prototype.get = null; Response.prototype.text = null; ` +
      `fetch(${url}); delete Object.prototype.then; print("on")`,
    /^on$/,
  ),
  harmless(
    'numbers of requests that are not its own',
    `for (let i = -3; i < 3; i++) try { globalThis.__host?.("unfetch", i); print("fine") } catch (e) { print(e.code) }`,
    /^fine$/,
  ),
];

export const ATTACKS: Readonly<Record<string, readonly Attack[]>> = {
  'loops without an end': LOOPS,
  'natives that take long': NATIVES,
  recursion: RECURSION,
  memory: MEMORY,
  storms: STORMS,
  'what is handed out': HANDED,
  'reaching for what is not its own': REACHING,
  'races with its own life': RACES,
  requests: FETCHES,
};
