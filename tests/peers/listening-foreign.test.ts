/** A world that listens, and clients of other stacks. A page in a browser is in tests/browser/listening.test.ts. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { FOREIGN, Foreigner } from './foreign-clients.ts';
import { served } from './served-rig.ts';

for (const foreign of FOREIGN) {
  const title = foreign.missing === undefined ? foreign.name : `${foreign.name} is NOT INSTALLED: ${foreign.missing}`;
  describe.skipIf(foreign.missing !== undefined)(`${title}`, () => {
    test('is let in with its subprotocol, is answered in text and bytes, and leaves with its code', async () => {
      const rig = served({ Protocols: ['talk'], PingInterval: 1 }, { echoes: true });
      const url = await rig.url();
      const foreigner = new Foreigner(foreign);
      foreigner.tell(`open ${url} talk`);
      await rig.until('it is open', () => foreigner.said.length > 0);
      expect(foreigner.said).toEqual(['open talk']);
      foreigner.tell('text grüße 🌍');
      foreigner.tell('bytes 00ff80');
      await rig.until('both are answered', () => foreigner.said.length === 3);
      expect(foreigner.said.slice(1)).toEqual(['text grüße 🌍', 'bytes 00ff80']);
      if (foreign.pings) {
        foreigner.tell('ping');
        await rig.until('its ping is answered', () => foreigner.said.length === 4);
        expect(foreigner.said.splice(3)).toEqual(['pong']);
      }
      // It is silent for as long as three pings are, and answers them.
      await rig.pass(4);
      expect(rig.field('ClientCount')).toBe(1);
      rig.command('Broadcast', { Data: 'x'.repeat(70_000) });
      await rig.until('it has a long one', () => foreigner.said.length === 4);
      expect(foreigner.said[3]).toHaveLength(70_005);
      foreigner.tell('close 4002 done here');
      await rig.until('it has left', () => rig.of('disconnected').length === 1);
      expect(rig.of('disconnected')[0]).toMatchObject({ code: 4002, reason: 'done here' });
    });

    test('is turned away at another path, and told why the world ends', async () => {
      const rig = served({ Path: '/in' });
      const url = await rig.url();
      const wrong = new Foreigner(foreign);
      wrong.tell(`open ${url}wrong`);
      const right = new Foreigner(foreign);
      right.tell(`open ${url}`);
      await rig.until('both know', () => wrong.said.length > 0 && right.said.length > 0 && rig.of('connected').length === 1);
      expect(wrong.said[0]).toMatch(/^failed/);
      await rig.close();
      await expect.poll(() => right.said.at(-1), { timeout: 60_000 }).toBe('closed 1001 the world is closed');
    });
  });
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;
describe.skipIf(!hasCurl)(`${hasCurl ? 'curl' : 'curl is NOT INSTALLED'}`, () => {
  test('gets the answer of RFC 6455 to the key of its example, and a word where it asks for no upgrade', async () => {
    const rig = served();
    const url = (await rig.url()).replace('ws:', 'http:');
    const steps = setInterval(() => rig.step(), 5);
    const run = async (...args: string[]): Promise<string> => {
      const { stdout } = await promisify(execFile)('curl', ['--silent', '--include', '--http1.1', '--max-time', '30', ...args, url]).catch(
        (error: { stdout: string }) => error,
      );
      return stdout;
    };
    try {
      expect(await run()).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n[^]*Upgrade: websocket[^]*nothing else\.\n$/);
      const key = ['--header', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '--header', 'Sec-WebSocket-Version: 13'];
      const upgrade = run('--header', 'Connection: Upgrade', '--header', 'Upgrade: websocket', ...key);
      await expect.poll(() => rig.of('connected').length, { timeout: 60_000 }).toBe(1);
      rig.command('Close', { Client: rig.of('connected')[0]?.client ?? 0 });
      expect(await upgrade).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n[^]*Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/);
    } finally {
      clearInterval(steps);
    }
  });
});
