/** Debian's `websocketd`: any program's lines over a WebSocket. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LinkRig } from './link-rig.ts';
import { isInstalled, title, Websocketd } from './websocketd.ts';

describe.skipIf(!isInstalled)(`${title}`, () => {
  const programs = new Websocketd();
  let links: LinkRig;
  beforeAll(() => {
    links = new LinkRig();
  });
  afterAll(async () => {
    await links.links.closeAll(200);
    await programs.close();
  });

  async function open(script: string, ...flags: string[]): Promise<number> {
    const connection = links.open(await programs.serve(script, ...flags));
    await links.told(connection, 'opened');
    return connection;
  }

  it('one message and then a dropped connection shows the message (2508)', async () => {
    const connection = await open('echo the last word');
    await links.told(connection, 'closed');
    expect(links.story(connection)).toEqual(['opened', 'message', 'closed']);
    expect(links.messages(connection)).toEqual(['the last word']);
  });

  it('lines go both ways, in order', async () => {
    const connection = await open('while read line; do echo "you said $line"; done');
    for (let i = 0; i < 200; i += 1) links.send(connection, String(i));
    await links.until('all are answered', () => links.messages(connection).length === 200);
    expect(links.messages(connection)).toEqual(Array.from({ length: 200 }, (_, index) => `you said ${index}`));
    links.drop(connection);
  });

  it('binary is handed over as bytes', async () => {
    const connection = await open('printf "\\000\\377\\001"', '--binary=true');
    await links.told(connection, 'closed');
    expect(Buffer.concat(links.messages(connection) as Uint8Array[])).toEqual(Buffer.from([0, 255, 1]));
  });

  it('a program that writes as fast as it can is handed over whole and in order', async () => {
    const connection = await open('seq 1 100000');
    await links.told(connection, 'closed');
    const got = links.messages(connection);
    expect(got.length).toBe(100_000);
    expect(got.findIndex((line, index) => line !== String(index + 1))).toBe(-1);
  });

  it('closing ends the TCP connection', async () => {
    const connection = await open('cat');
    links.close(connection, 1000, '');
    expect(links.collect()).toContainEqual({ type: 'drained', connection });
    await links.until('the socket is gone', () => links.links.stats.sockets === 0);
  });
});
