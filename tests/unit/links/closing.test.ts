import { describe, expect, it } from 'vitest';
import { pause } from '../../peers/link-rig.ts';
import { echo } from '../../peers/servers.ts';
import { hostile, rig, server } from './rigs.ts';

describe('when the remote ends a connection', () => {
  it('its code and reason are told, after every message', async () => {
    const { url } = await server({
      serve: ({ socket }) => {
        for (const word of ['a', 'b', 'c']) socket.send(word);
        socket.close(4002, 'enough');
      },
    });
    const links = rig();
    const connection = links.open(url());
    expect(await links.told(connection, 'closed')).toEqual({ type: 'closed', connection, code: 4002, reason: 'enough' });
    expect(links.story(connection)).toEqual(['opened', 'message', 'closed']);
    expect(links.messages(connection)).toEqual(['a', 'b', 'c']);
  });

  it('without a code it is 1005', async () => {
    const { url } = await server({
      serve: ({ socket }) => {
        socket.close();
      },
    });
    const links = rig();
    const connection = links.open(url());
    expect(await links.told(connection, 'closed')).toMatchObject({ code: 1005, reason: '' });
  });

  it('without a close frame it is lost, after every message', async () => {
    const { url } = await server({
      serve: ({ socket, request }) => {
        socket.send('x', () => {
          request.socket.end();
        });
      },
    });
    const links = rig();
    const connection = links.open(url());
    expect(await links.told(connection, 'closed')).toMatchObject({ code: 1006, error: { code: 'WW_CONNECTION_LOST' } });
    expect(links.story(connection)).toEqual(['opened', 'message', 'closed']);
  });

  it('even in the packet of its own handshake, the message before is told', async () => {
    const peer = await hostile();
    const links = rig();
    const connection = links.open(peer.url('/message-and-gone'));
    await links.told(connection, 'closed');
    expect(links.story(connection)).toEqual(['opened', 'message', 'closed']);
    expect(links.messages(connection)).toEqual(['the last word']);
  });

  it('the end waits for the messages before it, as slowly as the budget lets them', async () => {
    const { url } = await server({
      serve: ({ socket }) => {
        for (let i = 0; i < 50; i += 1) socket.send(String(i));
        socket.close(1000);
      },
    });
    const links = rig();
    const connection = links.open(url(), { limits: { maxMessagesPerTick: 3 } });
    await links.until('all has arrived', () => links.links.stats.messagesIn === 50 && links.links.stats.sockets === 0, 'pass');
    expect(links.story(connection)).toEqual(['opened']);
    const story: number[] = [];
    while (links.of(connection, 'closed').length === 0) story.push(links.collect().filter((event) => event.type === 'message').length);
    expect(story).toEqual([...Array.from({ length: 16 }, () => 3), 2]);
    expect(links.messages(connection)).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  });
});

describe('the close effect', () => {
  it('closes with code and reason, and does not wait for the answer', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url());
    await links.told(connection, 'opened');
    links.close(connection, 4100, 'moved');
    expect(links.collect()).toEqual([{ type: 'drained', connection }]);
    expect(await peer.guests[0]?.left).toEqual({ code: 4100, reason: 'moved' });
  });

  it('hands over what has arrived, then says drained, and nothing after', async () => {
    let more = (): void => undefined;
    const peer = await server({
      serve: ({ socket }) => {
        for (let i = 0; i < 10; i += 1) socket.send(String(i));
        more = () => {
          socket.send('too late');
        };
      },
    });
    const links = rig();
    const connection = links.open(peer.url(), { limits: { maxMessagesPerTick: 4 } });
    await links.until('all has arrived', () => links.links.stats.messagesIn === 10, 'pass');
    more();
    links.close(connection);
    await links.told(connection, 'drained');
    await peer.guests[0]?.gone;
    await pause(50);
    links.collect();
    expect(links.story(connection)).toEqual(['opened', 'message', 'drained']);
    expect(links.messages(connection)).toEqual(Array.from({ length: 10 }, (_, index) => String(index)));
  });

  it('goes out behind what was sent in the same turn', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url());
    await links.told(connection, 'opened');
    links.send(connection, 'one');
    links.send(connection, 'two');
    links.close(connection, 1000, 'bye');
    expect(await peer.guests[0]?.left).toEqual({ code: 1000, reason: 'bye' });
    expect(peer.guests[0]?.messages.map(({ data }) => data.toString())).toEqual(['one', 'two']);
  });

  it('ends an attempt that is still connecting', async () => {
    const peer = await hostile();
    const links = rig();
    const connection = links.open(peer.url('/silent'));
    await links.until('it has connected', () => peer.victims.length === 1);
    links.close(connection);
    expect(links.collect()).toEqual([{ type: 'drained', connection }]);
    await peer.victims[0]?.gone;
    await links.until('the socket is gone', () => links.links.stats.sockets === 0);
    expect(links.story(connection)).toEqual(['drained']);
  });

  it('before the attempt has even begun leaves nothing behind', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url());
    links.close(connection);
    expect(links.collect()).toEqual([{ type: 'drained', connection }]);
    await pause(50);
    expect([peer.guests.length, links.links.stats.sockets]).toEqual([0, 0]);
  });

  it('of a number that is not in use says drained, so that nobody waits', () => {
    const links = rig();
    links.close(77);
    expect(links.collect()).toEqual([{ type: 'drained', connection: 77 }]);
  });

  it('ends the TCP connection of a peer that never answers, after the time it is given', async () => {
    const peer = await hostile();
    const links = rig({ closeTimeout: 200 });
    const connection = links.open(peer.url('/close-unanswered'));
    await links.told(connection, 'opened');
    links.close(connection, 1000);
    expect(links.collect()).toEqual([{ type: 'drained', connection }]);
    expect(links.links.stats.sockets).toBe(1);
    await links.until('the socket is gone', () => links.links.stats.sockets === 0);
    expect(peer.victims[0]?.received()[0]).toBe(0x88);
  });

  it.each([
    [1006, 1000],
    [1005, 1000],
    [0, 1000],
    [999, 1000],
    [5000, 1000],
    [3000, 3000],
    [1011, 1011],
  ])('with the code %i sends %i', async (asked, seen) => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url());
    await links.told(connection, 'opened');
    links.close(connection, asked, 'ü'.repeat(100));
    expect(await peer.guests[0]?.left).toEqual({ code: seen, reason: 'ü'.repeat(61) });
  });
});

describe('the drop effect', () => {
  it('throws away what waits, tells how much, and ends the connection at once', async () => {
    const peer = await server({
      serve: ({ socket }) => {
        for (let i = 0; i < 10; i += 1) socket.send(String(i));
      },
    });
    const links = rig();
    const connection = links.open(peer.url(), { limits: { maxMessagesPerTick: 4 } });
    await links.until('all has arrived', () => links.links.stats.messagesIn === 10, 'pass');
    links.collect();
    links.drop(connection);
    expect(links.collect()).toEqual([{ type: 'discarded', connection, messages: 6 }]);
    expect((await peer.guests[0]?.left)?.code).toBe(1001);
    expect(links.links.stats.queuedBytes).toBe(0);
    expect(links.story(connection)).toEqual(['opened', 'message', 'discarded']);
  });

  it('is answered where nothing waited as well, and says nothing after that', async () => {
    const peer = await server();
    const links = rig();
    const connection = links.open(peer.url());
    await links.told(connection, 'opened');
    links.drop(connection);
    expect(links.collect()).toEqual([{ type: 'discarded', connection, messages: 0 }]);
    await peer.guests[0]?.gone;
    await pause(20);
    expect(links.collect()).toEqual([]);
  });

  it('ends our side of the TCP connection behind the close frame, though the peer answers nothing', async () => {
    const peer = await hostile();
    const links = rig({ closeTimeout: 60_000 });
    const connection = links.open(peer.url('/close-unanswered'));
    await links.told(connection, 'opened');
    links.drop(connection);
    await peer.victims[0]?.gone;
    expect(peer.victims[0]?.received()[0]).toBe(0x88);
  });

  it('lets nothing of the old socket leak into a new connection of the same number', async () => {
    const old = await server({
      serve: ({ socket }) => {
        const talk = setInterval(() => {
          socket.send('old');
        }, 1);
        socket.once('close', () => {
          clearInterval(talk);
        });
      },
    });
    const fresh = await server({ serve: echo });
    const links = rig();
    const open = (url: string): void => {
      links.links.perform({
        type: 'open',
        connection: 5,
        user: { userId: 'host', machineId: null },
        entity: 'lamp',
        component: 'WebsocketClient',
        url,
        protocols: [],
        headers: {},
        limits: { maxMessageSize: 1000, maxBufferedAmount: 1000, maxMessagesPerTick: 10 },
      });
    };
    open(old.url());
    await links.until('the old one talks', () => links.messages(5).length > 0);
    links.drop(5);
    open(fresh.url());
    links.events.length = 0;
    await links.told(5, 'opened');
    links.send(5, 'new');
    await links.until('the new one answers', () => links.messages(5).includes('new'));
    await old.guests[0]?.gone;
    links.collect();
    expect(links.messages(5).filter((data) => data === 'old')).toEqual([]);
  });
});

describe('closing all', () => {
  it('says goodbye to every server and ends when every TCP connection is gone', async () => {
    const peer = await server();
    const links = rig();
    const connections = Array.from({ length: 20 }, () => links.open(peer.url()));
    for (const connection of connections) await links.told(connection, 'opened');
    await links.links.closeAll();
    expect(links.links.stats).toMatchObject({ connections: 0, sockets: 0 });
    for (const guest of peer.guests) expect(await guest.left).toEqual({ code: 1001, reason: 'the world has ended' });
  });

  it('ends those hard that do not answer, and those that are still connecting', async () => {
    const peer = await hostile();
    const links = rig();
    const connection = links.open(peer.url('/close-unanswered'));
    links.open(peer.url('/silent'));
    await links.told(connection, 'opened');
    await links.until('both are there', () => peer.victims.length === 2);
    await links.links.closeAll(50);
    expect(links.links.stats.sockets).toBe(0);
  });

  it('lets nothing connect any more', async () => {
    const peer = await server();
    const links = rig();
    links.open(peer.url());
    await links.links.closeAll();
    const connection = links.open(peer.url());
    expect((await links.told(connection, 'closed')).error?.code).toBe('WW_CONNECT_FAILED');
    expect(peer.guests).toEqual([]);
  });
});
