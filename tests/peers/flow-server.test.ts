/** Flows of a world that is the server: they hear its clients, answer one or all of them, and close them. */
import { afterEach, describe, expect, test } from 'vitest';
import { running, SERVING } from '../unit/flow/graphs.ts';
import { met, served, visit } from './served-rig.ts';

describe.each(['compiled', 'interpreted'] as const)('a flow, %s', (as) => {
  afterEach(() => {
    running.as = 'compiled';
  });

  test('welcomes who comes, answers one and all, closes who asks for it, and tells the others', async () => {
    running.as = as;
    const rig = served({ Path: '/board' }, { nodes: SERVING });
    const url = await rig.url();
    const one = await met(rig, url);
    const two = await met(rig, url);
    one.visitor.socket.send('hi');
    two.visitor.socket.send(Buffer.from([7]));
    await rig.until('both are answered', () => one.visitor.heard.length === 3 && two.visitor.heard.length === 2);
    expect(one.visitor.heard).toEqual(expect.arrayContaining(['welcome to /board', 'you said: hi']));
    expect(two.visitor.heard[0]).toBe('welcome to /board');
    one.visitor.socket.send('bye');
    await rig.until('one is closed, and the other told', () => one.visitor.closed !== undefined && two.visitor.heard.length === 3);
    expect(one.visitor.closed).toEqual({ code: 4000, reason: 'as you say' });
    expect(two.visitor.heard[2]).toBe('gone: as you say');
  });

  test('serves fifty at once, each with its own answer', async () => {
    running.as = as;
    const rig = served({}, { nodes: SERVING });
    const url = await rig.url();
    const visitors = Array.from({ length: 50 }, () => visit(url));
    await rig.until('all are welcome', () => visitors.every(({ heard }) => heard.length === 1));
    visitors.forEach(({ socket }, at) => socket.send(String(at)));
    await rig.until('all are answered', () => visitors.every(({ heard }) => heard.length === 2));
    expect(visitors.map(({ heard }) => heard[1])).toEqual(visitors.map((_, at) => `you said: ${at}`));
  });
});
