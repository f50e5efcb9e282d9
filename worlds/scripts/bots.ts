// As many bots as IntValue says, by one script: each is an entity with a Transform, and has a connection of its own. It goes where it is told, and says that it
// has arrived. Their places are read and written all at once, since that costs one call, and not one for each.
const MANY = entity.get('IntValue')!.Value;
const open = entity.get('IntValue#2')!;
const address = entity.get('StringValue')!.Value;
/** Bots that come to be in a tick, since each takes fuel; and that are let in at a time, since the server has others to see to. */
const AT_ONCE = 20;
const KNOCKING = 50;
/** Metres in a second. */
const SPEED = 10;

/** Milliseconds after which one comes again that was not let in, or was closed. */
const AGAIN = 1_000;

interface Bot {
  socket?: WebSocket;
  /** Where it is to go; undefined where it has arrived, or was told nothing yet. */
  goal: readonly [x: number, z: number] | undefined;
}

const bots: Bot[] = [];
/** Those that have no connection, and how many are being let in. */
const outside: Bot[] = [];
let knocking = 0;
const places = world.query('Transform');

Script.update.connect((delta) => {
  if (bots.length < MANY) begin();
  while (knocking < KNOCKING && outside.length > 0) connect(outside.pop()!);
  move(SPEED * delta);
});

function begin(): void {
  const ids = Array.from({ length: Math.min(AT_ONCE, MANY - bots.length) }, (_, at) => `bot-${bots.length + at + 1}`);
  const missing = ids.filter((id) => world.get(id) === undefined);
  world.apply(missing.map((id) => ({ op: 'addEntity', parent: entity.id, entity: { id, name: id, persistent: false, components: { Transform: {} } } })));
  for (const _ of ids) {
    const bot: Bot = { goal: undefined };
    bots.push(bot);
    outside.push(bot);
  }
}

function connect(bot: Bot): void {
  const socket = new WebSocket(address);
  let isOpen = false;
  bot.socket = socket;
  knocking++;
  socket.onopen = () => {
    isOpen = true;
    open.Value++;
    knocking--;
  };
  socket.onmessage = ({ data }) => {
    bot.goal = JSON.parse(data).go;
  };
  socket.onclose = () => {
    if (isOpen) open.Value--;
    else knocking--;
    bot.goal = undefined;
    setTimeout(() => outside.push(bot), AGAIN);
  };
}

/** The Transforms of this world are the bots', in the order in which they came to be. */
function move(step: number): void {
  const all = places.read('Transform', 'Position');
  for (let at = 0; at < bots.length; at++) {
    const bot = bots[at]!;
    const { goal } = bot;
    if (goal === undefined) continue;
    const x = goal[0] - all[3 * at]!,
      z = goal[1] - all[3 * at + 2]!;
    const far = Math.sqrt(x * x + z * z);
    const part = far <= step ? 1 : step / far;
    all[3 * at]! += x * part;
    all[3 * at + 2]! += z * part;
    if (part < 1) continue;
    bot.goal = undefined;
    bot.socket?.send('{"here":true}');
  }
  places.write('Transform', 'Position', all);
}
