import { describe, expect, it } from 'vitest';
import { nearness, targetOf } from '../../../agent/address.ts';
import { addressKind, hostPortOf, isGuarded, parseAllowEntry, withoutUser } from '../../../engine/index.ts';
import { urlFault } from '../../../engine/access/handshake.ts';
import { hostRules } from '../../../server/access/host-rules.ts';
import { parseAddress } from '../../../server/links/dial.ts';
import { DeskRig } from './desk-rig.ts';

/** As a scene may write it, and the host that it means. */
const DISGUISES: readonly (readonly [written: string, host: string])[] = [
  ['0x7f.1', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['127.0.1', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['0x7f000001', '127.0.0.1'],
  ['0177.0.0.1', '127.0.0.1'],
  ['0177.0.0.01', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  ['１２７.０.０.１', '127.0.0.1'],
  ['127。0。0。1', '127.0.0.1'],
  ['①②⑦.0.0.1', '127.0.0.1'],
  ['%31%32%37.0.0.1', '127.0.0.1'],
  ['0', '0.0.0.0'],
  ['0.0.0.0', '0.0.0.0'],
  ['[::]', '::'],
  ['[::1]', '::1'],
  ['[0:0:0:0:0:0:0:1]', '::1'],
  ['[::ffff:127.0.0.1]', '127.0.0.1'],
  ['[::ffff:7f00:1]', '127.0.0.1'],
  ['[0:0:0:0:0:FFFF:7F00:0001]', '127.0.0.1'],
  ['[::127.0.0.1]', '127.0.0.1'],
  ['[64:ff9b::7f00:1]', '127.0.0.1'],
  ['[64:ff9b::10.0.0.5]', '10.0.0.5'],
  ['[64:ff9b:1:a00:5::]', '10.0.5.0'],
  ['[2002:7f00:1::]', '127.0.0.1'],
  ['[2002:a00:5::1]', '10.0.0.5'],
  // Teredo: the client's address with every bit turned over.
  ['[2001:0:808:808:0:0:80ff:fffe]', '127.0.0.1'],
  ['[2001:0:808:808:0:0:f5ff:fffa]', '10.0.0.5'],
  ['LOCALHOST', 'localhost'],
  ['localhost.', 'localhost'],
  ['LocalHost．', 'localhost'],
  ['ⓛocalhost', 'localhost'],
  ['0xa.0.0.5', '10.0.0.5'],
  ['3232235777', '192.168.1.1'],
  ['100.64.1', '100.64.0.1'],
];
const GUARDED: readonly (readonly [written: string, host: string])[] = [
  ['169.254.43518', '169.254.169.254'],
  ['0xa9fea9fe', '169.254.169.254'],
  ['2852039166', '169.254.169.254'],
  ['[::ffff:169.254.169.254]', '169.254.169.254'],
  ['[64:ff9b::a9fe:a9fe]', '169.254.169.254'],
  ['[2002:a9fe:a9fe::]', '169.254.169.254'],
  ['[fe80::1]', 'fe80::1'],
  ['[fd00:0ec2::254]', 'fd00:ec2::254'],
  ['224.0.0.1', '224.0.0.1'],
  ['255.255.255.255', '255.255.255.255'],
  ['[ff02::1]', 'ff02::1'],
  ['240.0.0.1', '240.0.0.1'],
  ['[4000::1]', '4000::1'],
];

describe('a literal address in disguise', () => {
  it.each([...DISGUISES, ...GUARDED])('%s is %s: in the question, to the agent, in the allow list, and in what is dialled', (written, host) => {
    const url = `ws://${written}:4601/`;
    expect(hostPortOf(new URL(url))).toEqual({ host, port: 4601 });
    expect(targetOf(url)).toEqual({ scheme: 'ws:', host, port: 4601 });
    expect(parseAllowEntry(url)).toEqual({ host, port: 4601 });
    expect(urlFault(url)).toBeNull();
    expect(addressKind(new URL(url).hostname)).toBe(addressKind(host));
  });

  it.each(DISGUISES)('%s is warned of by the prompt, and neither allowed nor refused by another spelling of it', (written, host) => {
    const url = `ws://${written}:4601/`;
    const rig = new DeskRig();
    expect(rig.asks(host, { port: 4601, url })).toEqual(['waiting']);
    expect(rig.desk.prompts()[0]).toMatchObject({ host, warning: expect.stringMatching(/own machine|own network|your provider/) });
    expect(nearness(host)).toBeDefined();
    rig.desk.settle('Websocket', host, 4601, 'allow', 'mika');
    expect(rig.desk.permits('w', url, 'lamp', 'WebsocketClient')).toBe(true);
    rig.desk.settle('Websocket', host, 4601, 'deny', 'mika');
    expect(rig.desk.permits('w', url, 'lamp', 'WebsocketClient')).toBe(false);
    expect(rig.asks(host, { port: 4601, url })).toEqual(['deny']);
  });

  it.each(GUARDED)('%s is refused whatever anybody answers, unless the configuration lists %s itself', (written, host) => {
    const url = `ws://${written}:80/`;
    const rig = new DeskRig();
    expect(rig.asks(host, { url: new URL(url).href })).toEqual(['deny']);
    expect(rig.desk.permits('w', url, 'lamp', 'WebsocketClient')).toBe(false);
    const listed = new DeskRig([host.includes(':') ? `[${host}]:80` : `${host}:80`]);
    expect(listed.asks(host, { url: new URL(url).href })).toEqual(['allow']);
  });

  it('of a public address is an address of its own', () => {
    for (const url of ['ws://[64:ff9b::808:808]/', 'ws://[2002:808:808::1]/']) {
      expect(targetOf(url)?.host).toBe(hostPortOf(new URL(url))?.host);
      expect(targetOf(url)?.host).toContain(':');
      expect(addressKind(new URL(url).hostname)).toBe('public');
    }
    expect(targetOf('ws://[::ffff:8.8.8.8]/')?.host).toBe('8.8.8.8');
  });
});

describe('the look at what a name leads to', () => {
  const rules = hostRules(['listed.example', 'inner.example:4601', '169.254.1.2:80', '127.0.0.1:4601']);
  const look = (host: string, addresses: readonly string[], port = 80, told = false): string | null =>
    rules.checkAddress(host, addresses, port, 'ws:', told)?.code ?? null;

  it('lets public addresses pass', () => {
    expect(look('a.example', ['93.184.216.34', '2606:4700::1111'])).toBeNull();
  });

  it.each([
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '::',
    '10.1.2.3',
    '192.168.1.1',
    '172.20.0.1',
    'fd12::1',
    'fec0::1',
    '100.64.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
  ])('lets %s pass only where the owner lists that host and port, or the user was told', (address) => {
    expect(look('a.example', [address])).toBe('WW_ADDRESS_NEAR');
    expect(look('a.example', [address], 80, true)).toBeNull();
    expect(look('listed.example', [address])).toBeNull();
    expect(look('listed.example', [address], 81)).toBe('WW_ADDRESS_NEAR');
    expect(look('inner.example', [address], 4601)).toBeNull();
  });

  it('is not satisfied with a listed address behind another name', () => {
    expect(look('trap.example', ['127.0.0.1'], 4601)).toBe('WW_ADDRESS_NEAR');
  });

  it.each([
    '169.254.169.254',
    '169.254.9.9',
    'fe80::1',
    '224.0.0.1',
    '240.0.0.1',
    '100.100.100.200',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '2001:db8::1',
    'nonsense',
  ])('refuses %s though the owner lists the name and the user was told', (address) => {
    expect(look('listed.example', [address], 80, true)).toBe('WW_ADDRESS_REFUSED');
  });

  it('lets a guarded address pass only where the configuration lists it itself', () => {
    expect(look('a.example', ['169.254.1.2'])).toBeNull();
    expect(look('a.example', ['169.254.1.2'], 81)).toBe('WW_ADDRESS_REFUSED');
    expect(look('a.example', ['169.254.1.3'])).toBe('WW_ADDRESS_REFUSED');
  });

  it('refuses all where one of several is bad', () => {
    expect(look('a.example', ['93.184.216.34', '10.0.0.1'])).toBe('WW_ADDRESS_NEAR');
    expect(look('a.example', ['93.184.216.34', '169.254.169.254'], 80, true)).toBe('WW_ADDRESS_REFUSED');
    expect(look('a.example', ['10.0.0.1', 'fe80::1'])).toBe('WW_ADDRESS_REFUSED');
  });

  it('says what was found, and which entry would allow it', () => {
    expect(rules.checkAddress('a.example', ['10.0.0.1'], 8080, 'ws:', false)?.message).toMatch(
      /a\.example leads to 10\.0\.0\.1, .*network nearby.*"a\.example:8080"/,
    );
    expect(rules.checkAddress('a.example', ['fe80::1'], 8080, 'ws:', false)?.message).toMatch(/a\.example leads to fe80::1, .*link-local.*"\[fe80::1\]:8080"/);
    expect(rules.checkAddress('127.0.0.1', ['127.0.0.1'], 9, 'ws:', false)?.message).toMatch(/^127\.0\.0\.1 is an address of the machine itself/);
    expect(rules.checkAddress('a.example', ['10.0.0.1'], 8080, 'ws:', false)?.warning).toBe(
      'a.example leads to 10.0.0.1. This address lies on your own network.',
    );
  });
});

describe('user and password of a URL', () => {
  const SECRETS = [
    'ws://user:secret@host.example/',
    'ws://secret@host.example',
    'ws:user:secret@host.example',
    'ws:\\\\user:secret@host.example\\path@more',
    'ws://user:secret/with@slash@host.example:99999/',
    'wss://us er:secret@',
    '  ws://user:secret@host.example/#x',
    'user:secret@host.example',
    'http://user:secret@host.example/',
    'ws://user:secret＠host.example:x/',
    'WS://user:secret@[nonsense',
  ];
  it.each(SECRETS)('of %j end in no message', (url) => {
    expect(withoutUser(url)).not.toContain('secret');
    const fault = urlFault(url);
    expect(fault).not.toBeNull();
    expect(JSON.stringify(fault)).not.toContain('secret');
    expect(JSON.stringify(parseAllowEntry(url))).not.toContain('secret');
    let words = '';
    try {
      parseAddress(url);
    } catch (error) {
      words = (error as Error).message;
    }
    expect(words).not.toBe('');
    expect(words).not.toContain('secret');
    const rig = new DeskRig();
    expect(rig.asks('host.example', { url })).toEqual(['deny']);
    expect(rig.lines.join()).not.toContain('secret');
  });

  it('are not seen where an @ stands elsewhere', () => {
    expect(withoutUser('ws://host.example/a@b')).toBe('ws://host.example/a@b');
    expect(withoutUser('ws://host.example/?mail=a@b')).toBe('ws://host.example/?mail=a@b');
    expect(withoutUser('plain')).toBe('plain');
  });

  it('guarded kinds are all guarded', () => {
    for (const [, host] of GUARDED) expect(isGuarded(addressKind(host)), host).toBe(true);
  });
});
