/**
 * A crowd of inspectors in a process of its own: `node crowd.js ORIGIN TOKEN WORLD COUNT VERSION`. Each is a user of its own; all come at once, enter the
 * world and look at its tree. They speak the packets of socket.io themselves and look into no more of the answers than they must, so that a
 * thousand of them cost less than the server that they look at. Tells `in` for each that was shown the tree, and `out` with the reason for each that
 * was not; ends with its input.
 */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';

const [origin = '', token = '', world = '', count = '0', version = ''] = process.argv.slice(2);
const secret = () => randomBytes(24).toString('base64url');
/** @param {string[]} line */
const tell = (...line) => process.stdout.write(`${line.join(' ')}\n`);

/** @param {number} number */
function inspector(number) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const asks = [
    ['hello', { version: Number(version), name: `Inspector ${number}` }],
    ['enter', { world }],
    ['watch', { view: 1, what: { kind: 'tree', expanded: [], offset: 0, limit: 20 } }],
  ];
  let answered = 0;
  let done = false;
  const next = () => {
    if (answered < asks.length) socket.send(`42${answered}${JSON.stringify(asks[answered])}`);
  };
  /** @param {string} why */
  const out = (why) => {
    if (!done) tell('out', why.replaceAll('\n', ' ').slice(0, 300));
    done = true;
  };
  socket.on('error', (error) => out(error.message));
  socket.on('close', (code) => out(`closed with ${code}`));
  socket.on('message', (data) => {
    const bytes = /** @type {Buffer} */ (data);
    const kind = bytes.toString('latin1', 0, 40);
    if (kind === '2') socket.send('3');
    else if (kind.startsWith('0')) socket.send(`40${JSON.stringify({ token, secret: secret(), machine: secret() })}`);
    else if (kind.startsWith('40')) next();
    else if (kind.startsWith('44')) out(bytes.toString());
    else if (kind.startsWith('43')) {
      if (!kind.includes('{"ok":true')) out(bytes.toString());
      answered += 1;
      next();
    } else if (!done && kind.startsWith('42["updates"')) {
      done = true;
      tell('in');
    }
  });
}

for (let number = 0; number < Number(count); number += 1) inspector(number);
process.stdin.on('end', () => process.exit(0)).resume();
