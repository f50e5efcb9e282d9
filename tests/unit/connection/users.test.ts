import { describe, expect, it } from 'vitest';
import { hashWorld, snapshotWorld, type Input, type JoinedUser, type Json } from '../../../engine/index.ts';
import { closed, command, leaves, link, LOST, message, mika, Rig, set } from './rig.ts';

const AGENT_LOST = { code: 'WW_AGENT_LOST', message: 'the machine went away' } as const;
const drained = (connection = 1): Input => link({ type: 'drained', connection });
const opened = (connection: number): Input => link({ type: 'opened', connection, protocol: '', extensions: '' });

/** A lamp that Mika handles. */
function lampOfMika(fields: { readonly [field: string]: Json } = {}): Rig {
  return new Rig({ lamp: { HandlingUser: { userId: 'mika' }, ...fields } });
}
/** The same, open on Mika's machine m1. */
function openOnM1(fields: { readonly [field: string]: Json } = {}): Rig {
  const rig = lampOfMika(fields);
  rig.tick(mika());
  rig.open();
  return rig;
}
const machine = (rig: Rig): Json => rig.get('lamp', 'HandlingMachine');
/** Who was asked in the last step, as `user@machine`. */
const asked = (rig: Rig): string[] => rig.sent('ask').map(({ question: { user } }) => `${user.userId}@${user.machineId}`);
const openedOn = (rig: Rig): string[] => rig.sent('open').map(({ user }) => `${user.userId}@${user.machineId}`);

describe('a handling user', () => {
  it('is waited for, asked on joining, and the machine that was asked opens', () => {
    const rig = lampOfMika();
    rig.tick();
    expect(rig.reason()).toBe('user mika is not here');
    expect(machine(rig)).toBe('');
    rig.tick(mika('m1'), mika('m2'));
    expect(asked(rig)).toEqual(['mika@m2']);
    expect(machine(rig)).toBe('m2');
    rig.tick(...rig.answers('allow', 'mika'));
    expect(openedOn(rig)).toEqual(['mika@m2']);
  });

  it('on a machine chosen by hand is here only with that machine', () => {
    const rig = lampOfMika({ HandlingUser: { userId: 'mika', machineId: 'm2' } });
    rig.tick(mika('m1'));
    expect(rig.reason()).toBe('Mika is not here on machine m2');
    expect(machine(rig)).toBe('');
    rig.tick(mika('m2'), mika('m3'));
    expect(asked(rig)).toEqual(['mika@m2']);
    expect(machine(rig)).toBe('m2');
  });

  it('is asked on the newest machine that opens sockets', () => {
    const rig = lampOfMika();
    const only: Input = { type: 'join', user: { userId: 'mika', machineId: 'm2', name: 'Mika', role: 'Guest' } };
    rig.tick(mika('m1'), only, mika('m3', { role: 'Spectator' }));
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it.each<[words: string, userMachine: string | null, who: readonly Partial<JoinedUser>[]]>([
    ['Mika is here only to look: no machine of theirs opens sockets', null, [{ kind: undefined as never }]],
    ['Mika is a Spectator here, and opens no sockets', null, [{ role: 'Spectator' }]],
    ['machine m1 of Mika only looks: it opens no sockets', 'm1', [{ kind: undefined as never }, { machineId: 'm2' }]],
    ['Mika is a Spectator on machine m1, which opens no sockets', 'm1', [{ role: 'Spectator' }]],
  ])('is told about with %j', (words, machineId, who) => {
    const rig = lampOfMika({ HandlingUser: { userId: 'mika', machineId } });
    rig.tick(...who.map((each) => mika('m1', each)));
    expect(rig.state()).toBe('Idle');
    expect(rig.reason()).toBe(words);
    expect(rig.effects).toEqual([]);
    rig.tick(mika('m1'));
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it('is the server for the host, which needs nobody to join', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    expect(asked(rig)).toEqual(['host@host']);
    expect(machine(rig)).toBe('host');
  });
});

describe('HandlingMachine', () => {
  it('fills itself in when a user is chosen, also while the client is at rest', () => {
    const rig = new Rig({ lamp: { HandlingUser: null, URL: null } });
    rig.tick(mika());
    expect(machine(rig)).toBe('');
    rig.tick(set('HandlingUser', { userId: 'mika' }));
    expect(machine(rig)).toBe('m1');
    rig.tick(mika('m2'));
    expect(machine(rig)).toBe('m2');
    rig.tick(leaves('m2'));
    expect(machine(rig)).toBe('m1');
    rig.tick(set('HandlingUser', { userId: 'host' }));
    expect(machine(rig)).toBe('host');
    rig.tick(set('HandlingUser', null));
    expect(machine(rig)).toBe('');
  });

  it('names the machine that carries, while a newer one has come', () => {
    const rig = openOnM1();
    rig.tick(mika('m2'));
    expect([machine(rig), rig.state()]).toEqual(['m1', 'Open']);
    rig.tick(link(closed(1, 1006, '', LOST)));
    expect([machine(rig), rig.state()]).toEqual(['m2', 'WaitingToRetry']);
  });

  it('cannot be edited, nor can IsConnected, and neither is saved', () => {
    const rig = openOnM1();
    for (const [field, value] of [
      ['HandlingMachine', 'm9'],
      ['IsConnected', false],
    ] as const)
      expect(rig.tick(set(field, value)).results).toMatchObject([{ ok: false, errors: [{ code: 'WW_READ_ONLY' }] }]);
    expect(machine(rig)).toBe('m1');
  });
});

describe('a user who leaves', () => {
  it('takes the connection along, which says so, and it comes back with them', () => {
    const rig = openOnM1();
    rig.tick(leaves(), link(message(1, 'last')), drained());
    expect(rig.told).toEqual(['lamp "last"', 'lamp disconnected 1006 Mika left: tab closed']);
    expect([rig.get('lamp', 'CloseCode'), rig.get('lamp', 'CloseReason')]).toEqual([1006, 'Mika left: tab closed']);
    expect(rig.reason()).toBe('Mika is not here any more');
    expect(machine(rig)).toBe('');
    // The name outlives them, also in a copy of the world, and is forgotten with a thousand others who left later.
    const copy = new Rig('', { snapshot: snapshotWorld(rig.world) });
    expect(copy.world.users.nameOf('mika')).toBe('Mika');
    expect(hashWorld(copy.world)).toBe(hashWorld(rig.world));
    for (let n = 0; n < 1000; n += 1) {
      const passer = { userId: `passer${n}`, machineId: 'm', name: `Passer ${n}`, role: 'Guest' } as const;
      copy.world.users.join(passer);
      copy.world.users.leave(passer);
    }
    expect([copy.world.users.nameOf('mika'), copy.world.users.nameOf('passer0'), copy.world.users.former.length]).toEqual([undefined, 'Passer 0', 1000]);
    rig.tick(mika());
    expect(asked(rig)).toEqual(['mika@m1']);
    expect(rig.world.users.former).toEqual([]);
  });

  it('shows why it closes until it has', () => {
    const rig = openOnM1();
    rig.tick(leaves());
    expect(rig.sent('close')).toHaveLength(1);
    expect(rig.reason()).toBe('closing: Mika left: tab closed');
  });

  it('takes an attempt along at once', () => {
    const rig = lampOfMika();
    rig.tick(mika());
    rig.tick(...rig.answers('allow'));
    rig.tick(leaves());
    expect(rig.effects).toEqual([{ type: 'drop', connection: 1 }]);
    expect(rig.told).toEqual(['lamp disconnected 1006 Mika left: tab closed']);
    expect(rig.reason()).toBe('Mika is not here any more');
  });

  it('takes the question along', () => {
    const rig = lampOfMika();
    rig.tick(mika());
    rig.tick(leaves());
    expect(rig.effects).toEqual([{ type: 'withdraw', ask: 1 }]);
    expect(rig.told).toEqual([]);
    expect(rig.reason()).toBe('Mika is not here any more');
  });

  it('by one machine is asked anew on the other', () => {
    const rig = lampOfMika();
    rig.tick(mika('m1'), mika('m2'));
    rig.tick(leaves('m2'));
    expect(rig.effects).toMatchObject([
      { type: 'withdraw', ask: 1 },
      { type: 'ask', question: { ask: 2, user: { userId: 'mika', machineId: 'm1' } } },
    ]);
    expect(machine(rig)).toBe('m1');
  });

  it('by one machine lets the connection begin anew on the other', () => {
    const rig = openOnM1();
    rig.tick(mika('m0'), mika('m1'));
    expect(rig.state()).toBe('Open');
    rig.tick(leaves('m1'), drained());
    expect(rig.told).toEqual(['lamp disconnected 1006 machine m1 of Mika left: tab closed']);
    expect(asked(rig)).toEqual(['mika@m0']);
    rig.tick(...rig.answers('allow'));
    expect(openedOn(rig)).toEqual(['mika@m0']);
  });

  it('by one machine ends the attempt on it, whose link may say nothing more', () => {
    const rig = lampOfMika();
    rig.tick(mika('m1'), mika('m2'));
    rig.tick(...rig.answers('allow'));
    rig.tick(leaves('m2'));
    expect(rig.effects).toMatchObject([{ type: 'drop', connection: 1 }, { type: 'ask' }]);
    expect(rig.told).toEqual(['lamp disconnected 1006 machine m2 of Mika left: tab closed']);
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it('by the machine that was chosen is waited for, whatever other machine there is', () => {
    const rig = lampOfMika({ HandlingUser: { userId: 'mika', machineId: 'm1' } });
    rig.tick(mika('m1'), mika('m2'));
    rig.open();
    rig.tick(leaves('m1'), drained());
    expect(rig.sent('ask')).toEqual([]);
    expect(rig.reason()).toBe('Mika is not here on machine m1');
  });

  it('by a machine that has nothing to do with it changes nothing', () => {
    const rig = openOnM1();
    rig.tick(mika('m2'));
    rig.tick(leaves('m2'));
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Open');
  });
});

describe('a machine that comes back', () => {
  it('lets what its agent lost begin at once, and is asked again', () => {
    const rig = openOnM1({ ConnectRetryInterval: 100 });
    rig.tick(link(closed(1, 1006, '', AGENT_LOST)));
    expect(rig.state()).toBe('WaitingToRetry');
    expect(rig.told).toEqual(['lamp disconnected 1006 the machine went away']);
    expect(rig.get('lamp', 'LastError')).toBe('WW_AGENT_LOST: the machine went away');
    expect(rig.lines()).toEqual(['warn lamp closed 1006 by its link: the machine went away, begins anew when a machine of theirs is back (WW_AGENT_LOST)']);
    rig.tick(mika());
    expect(asked(rig)).toEqual(['mika@m1']);
    expect(rig.sent('ask')[0]?.question.standing).toBeUndefined();
    rig.tick(...rig.answers('allow', 'mika'));
    expect(openedOn(rig)).toEqual(['mika@m1']);
  });

  it('is asked again by the retry, where that comes first', () => {
    const rig = openOnM1({ ConnectRetryInterval: 1 });
    rig.tick(link(closed(1, 1006, '', AGENT_LOST)));
    rig.wait(1);
    expect(rig.sent('open')).toEqual([]);
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it.each([
    ['a dismissed prompt', 'dismissed'],
    ['a failure that is not retried', 'failed'],
  ])('ends %s', (_what, hold) => {
    const rig = lampOfMika({ ConnectRetryInterval: 0 });
    rig.tick(mika());
    if (hold === 'dismissed') rig.tick(...rig.answers('dismissed', 'mika'));
    else {
      rig.open();
      rig.tick(link(closed(1, 1006, '', LOST)));
    }
    expect(rig.state()).toBe('Idle');
    rig.tick({ type: 'join', user: { userId: 'jo', machineId: 'j1', name: 'Jo', role: 'Guest', kind: 'browser' } });
    expect(rig.effects).toEqual([]);
    rig.tick(mika());
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it('does not end a Disconnect', () => {
    const rig = openOnM1();
    rig.tick(command('Disconnect'), drained());
    rig.tick(mika());
    rig.tick(leaves());
    rig.tick(mika());
    expect(rig.effects).toEqual([]);
    expect(rig.reason()).toBe('disconnected');
  });

  it('is not asked again what it has refused, but by Connect; another machine is', () => {
    const rig = lampOfMika();
    rig.tick(mika());
    rig.tick(...rig.answers('deny', 'mika'));
    rig.tick(mika());
    rig.tick(mika('m1', { role: 'Builder' }));
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Denied');
    rig.tick(command('Connect'));
    expect(asked(rig)).toEqual(['mika@m1']);
    rig.tick(...rig.answers('deny', 'mika'));
    rig.tick(mika('m2'));
    expect(asked(rig)).toEqual(['mika@m2']);
  });

  it('leaves alone what it carries by now', () => {
    const rig = openOnM1();
    rig.tick(mika());
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Open');
  });

  it('is asked anew what was only to be confirmed', () => {
    const rig = openOnM1();
    rig.tick(set('Enabled', false), drained());
    rig.tick({ type: 'accessChanged', userId: 'mika', scope: 'Websocket', host: '127.0.0.1', port: 4601 });
    rig.tick(set('Enabled', true));
    expect(rig.sent('ask')[0]?.question.standing).toBe(true);
    rig.tick(mika());
    expect(rig.sent('ask')).toHaveLength(1);
    expect(rig.sent('ask')[0]?.question.standing).toBeUndefined();
  });

  it('under another name ends nothing, and asks nobody', () => {
    for (const decision of ['allow', 'dismissed'] as const) {
      const rig = lampOfMika();
      rig.tick(mika());
      rig.tick(...rig.answers(decision));
      const before = rig.state();
      rig.tick(mika('m1', { name: 'Mika the Great' }));
      expect(rig.effects).toEqual([]);
      expect(rig.state()).toBe(before);
    }
  });

  it('under another name, after its agent was lost, begins at once', () => {
    const rig = openOnM1({ ConnectRetryInterval: 100 });
    rig.tick(link(closed(1, 1006, '', AGENT_LOST)));
    rig.tick(mika('m1', { name: 'Mo' }));
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it('under another name may have forgotten what was for this once, so the next attempt asks', () => {
    for (const once of [true, false]) {
      const rig = lampOfMika();
      rig.tick(mika());
      rig.tick(...rig.answers('allow', 'mika', once));
      rig.tick(link(closed(1, 1006, '', LOST)));
      rig.tick(mika('m1', { name: 'Mo' }));
      expect(rig.effects).toEqual([]);
      rig.wait(10);
      expect([asked(rig).length, openedOn(rig).length]).toEqual(once ? [1, 0] : [0, 1]);
    }
  });

  it('as a Spectator carries no longer', () => {
    const rig = openOnM1();
    rig.tick(mika('m1', { role: 'Spectator' }), drained());
    expect(rig.told).toEqual(['lamp disconnected 1006 Mika opens no sockets on machine m1 any more']);
    expect(rig.reason()).toBe('Mika is a Spectator here, and opens no sockets');
  });

  it('as another kind begins anew', () => {
    const rig = openOnM1();
    rig.tick(mika('m1', { kind: 'terminal' }), drained());
    expect(rig.told).toEqual(['lamp disconnected 1006 machine m1 of Mika came back as a terminal']);
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it('in another role goes on carrying', () => {
    const rig = openOnM1();
    rig.tick(mika('m1', { role: 'Builder' }));
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Open');
  });
});

describe('an allowance', () => {
  const decided: Input = { type: 'accessChanged', userId: 'mika', scope: 'Websocket', host: '127.0.0.1', port: 4601 };

  it('for this once is told when it is asked about', () => {
    const rig = lampOfMika();
    rig.tick(mika());
    rig.tick(...rig.answers('allow', 'mika', true));
    rig.tick(opened(1));
    rig.tick(decided);
    expect(rig.sent('ask')[0]?.question).toMatchObject({ standing: true, once: true, user: { userId: 'mika', machineId: 'm1' } });
    rig.tick(...rig.answers('waiting', 'mika'));
    rig.tick(decided);
    expect(rig.sent('ask')[0]?.question).toMatchObject({ standing: true, once: true });
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(decided);
    expect(rig.sent('ask')[0]?.question.once).toBeUndefined();
    expect(rig.state()).toBe('Open');
  });

  it('that is taken back closes what is open, with that reason, and asks anew', () => {
    const rig = openOnM1();
    rig.tick(decided);
    rig.tick(...rig.answers('revoked', 'mika'));
    expect(rig.sent('close')).toEqual([{ type: 'close', connection: 1, code: 1000, reason: 'not allowed any more' }]);
    expect(rig.get('lamp', 'IsConnected')).toBe(false);
    rig.tick(drained());
    expect(rig.told).toEqual(['lamp disconnected 1000 Mika took the allowance for 127.0.0.1:4601 back']);
    expect(asked(rig)).toEqual(['mika@m1']);
    expect(rig.sent('ask')[0]?.question.standing).toBeUndefined();
  });

  it('that is taken back ends an attempt, and a wait for one, likewise', () => {
    const rig = lampOfMika();
    rig.tick(mika());
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(decided);
    rig.tick(...rig.answers('revoked', 'mika'));
    expect(rig.sent('drop')).toHaveLength(1);
    expect(rig.told).toEqual(['lamp disconnected 1006 Mika took the allowance for 127.0.0.1:4601 back']);
    expect(asked(rig)).toEqual(['mika@m1']);
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(link(closed(2, 1006, '', LOST)));
    rig.tick(decided);
    rig.tick(...rig.answers('revoked', 'mika'));
    expect(rig.told).toEqual([]);
    expect(asked(rig)).toEqual(['mika@m1']);
  });

  it('that is taken back before it is used again asks anew', () => {
    const rig = openOnM1();
    rig.tick(set('Enabled', false), drained());
    rig.tick(decided);
    rig.tick(set('Enabled', true));
    rig.tick(...rig.answers('revoked', 'mika'));
    expect(rig.told).toEqual([]);
    expect(asked(rig)).toEqual(['mika@m1']);
    expect(rig.sent('ask')[0]?.question.standing).toBeUndefined();
  });

  it('cannot be taken back where none stands: the question counts as closed', () => {
    const rig = lampOfMika();
    rig.tick(mika());
    rig.tick(...rig.answers('revoked', 'mika'));
    expect(rig.reason()).toMatch(/^prompt dismissed/);
  });

  it('is asked for where the socket is, though a newer machine would serve next', () => {
    const rig = openOnM1();
    rig.tick(mika('m2'));
    rig.tick(decided);
    expect(asked(rig)).toEqual(['mika@m1']);
    expect(rig.sent('ask')[0]?.question.standing).toBe(true);
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(link(closed(1, 1006, '', LOST)));
    rig.wait(10);
    expect(asked(rig)).toEqual(['mika@m2']);
  });

  it('of an address that turns out to lie near is asked for again at once, and once', () => {
    const rig = lampOfMika();
    rig.tick(mika());
    rig.tick(...rig.answers('allow', 'mika'));
    const near = { code: 'WW_ADDRESS_NEAR', message: 'echo.example leads to 192.168.1.4' } as const;
    rig.tick(link(closed(1, 1006, '', near)));
    expect(rig.told).toEqual(['lamp disconnected 1006 echo.example leads to 192.168.1.4']);
    expect(rig.state()).toBe('AwaitingAccess');
    expect(asked(rig)).toEqual(['mika@m1']);
    expect(rig.sent('ask')[0]?.question.standing).toBeUndefined();
    // A machine that says so again, although its user was told, does not keep the world busy.
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(link(closed(2, 1006, '', near)));
    expect(rig.state()).toBe('WaitingToRetry');
    rig.wait(10);
    expect(asked(rig)).toEqual(['mika@m1']);
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(opened(3));
    expect(rig.state()).toBe('Open');
  });

  it.each(['WW_ACCESS_DENIED', 'WW_ADDRESS_REFUSED'] as const)('that its machine does not honour (%s) is none, and nothing is retried', (code) => {
    const rig = lampOfMika({ ConnectRetryInterval: 1 });
    rig.tick(mika());
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(link(closed(1, 1006, '', { code, message: 'not from here' })));
    expect(rig.told).toEqual(['lamp disconnected 1006 not from here']);
    expect(rig.state()).toBe('Denied');
    rig.wait(10);
    expect(rig.effects).toEqual([]);
    rig.tick(command('Connect'));
    expect(rig.sent('ask')[0]?.question.standing).toBeUndefined();
  });
});

describe('a refusal', () => {
  it('keeps the name of who refused when they have gone', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick(mika());
    rig.tick(...rig.answers('deny', 'mika'));
    rig.tick(leaves());
    rig.tick();
    expect(rig.reason()).toBe('denied by Mika at 2026-11-20 05:12 UTC');
    expect(rig.restored().reason()).toBe('denied by Mika at 2026-11-20 05:12 UTC');
  });
});

describe('a machine that sees no pings', () => {
  const silent: Input = link({ type: 'opened', connection: 1, protocol: '', extensions: '', pings: false });

  it('does not end for silence, also when IdleTimeout is changed', () => {
    const rig = lampOfMika({ IdleTimeout: 5 });
    rig.tick(mika());
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(silent);
    rig.wait(60);
    expect(rig.state()).toBe('Open');
    rig.tick(set('IdleTimeout', 1));
    rig.wait(60);
    expect(rig.state()).toBe('Open');
    const other = rig.restored();
    other.wait(60);
    expect(other.state()).toBe('Open');
    expect(hashWorld(other.world)).not.toBe(hashWorld(rig.world));
    rig.wait(60);
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });

  it('has no say over the next connection, which may be elsewhere', () => {
    const rig = lampOfMika({ IdleTimeout: 5, Keepalive: false });
    rig.tick(mika());
    rig.tick(...rig.answers('allow', 'mika'));
    rig.tick(silent);
    rig.tick(link(closed(1, 1006, '', LOST)));
    rig.wait(10);
    rig.tick(opened(2));
    rig.wait(5);
    expect(rig.state()).toBe('Closing');
  });
});

describe('a send that failed', () => {
  it.each([
    [1, '1 message of 12 bytes was not sent: the machine has gone (WW_AGENT_LOST)'],
    [3, '3 messages of together 12 bytes were not sent: the machine has gone (WW_AGENT_LOST)'],
  ])('says how many messages, as with %d', (messages, words) => {
    const rig = openOnM1();
    rig.tick(link({ type: 'sendFailed', connection: 1, messages, bytes: 12, message: 'the machine has gone', code: 'WW_AGENT_LOST' }));
    expect(rig.lines()).toEqual([`warn lamp ${words}`]);
  });
});

describe('words of a link', () => {
  it('count only from the host', () => {
    const rig = openOnM1();
    const before = hashWorld(rig.world);
    const says: Input = link(closed(1, 4000, 'not mine to say'));
    const inputs = (['Admin', 'Guest'] as const).map((role) => ({ author: { userId: 'mika', role }, input: says }));
    rig.door.step({ mode: 'pass', real: rig.real, inputs });
    expect(hashWorld(rig.world)).toBe(before);
    rig.tick(says);
    expect(rig.state()).toBe('WaitingToRetry');
  });
});

describe('a recording of all this', () => {
  it('replays to the same hash, from any of its snapshots', () => {
    const rig = new Rig({ lamp: { HandlingUser: { userId: 'mika' } }, host: {}, chosen: { HandlingUser: { userId: 'mika', machineId: 'm1' } } });
    const other = new Rig({ lamp: { HandlingUser: { userId: 'mika' } }, host: {}, chosen: { HandlingUser: { userId: 'mika', machineId: 'm1' } } });
    const near = { code: 'WW_ADDRESS_NEAR', message: 'near' } as const;
    const next: (() => Input[])[] = [
      () => [mika('m1')],
      () => rig.answers('allow', 'mika', true),
      () => [link({ type: 'opened', connection: 1, protocol: '', extensions: '', pings: false })],
      () => [mika('m2'), link(closed(2, 1006, '', near))],
      () => rig.answers('allow', 'mika'),
      () => [{ type: 'accessChanged', userId: 'mika', scope: 'Websocket', host: '127.0.0.1', port: 4601 }],
      () => rig.answers('revoked', 'mika'),
      () => [drained(1), leaves('m2')],
      () => [mika('m1', { name: 'Mi' }), link(closed(3, 1006, '', AGENT_LOST))],
      () => [leaves('m1')],
      () => [mika('m1', { kind: 'terminal' })],
    ];
    for (const inputs of next) {
      const between = rig.restored();
      expect(hashWorld(between.world)).toBe(hashWorld(rig.world));
      const given = inputs();
      rig.tick(...given);
      between.tick(...given);
      expect(between.effects).toEqual(rig.effects);
      expect(hashWorld(between.world)).toBe(hashWorld(rig.world));
    }
    // The world's id is its own.
    Object.assign(other.world, { id: rig.world.id });
    other.world.chance.state = rig.restored().world.chance.state;
    for (const { mode, real, inputs } of rig.record) other.door.step({ mode, real, inputs });
    expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });
});
