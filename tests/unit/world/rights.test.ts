import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { greater, lesser, may, RIGHTS, ROLES, rolesThatMay, type Role } from '../../../engine/index.ts';

const ROOT = join(import.meta.dirname, '../../..');

describe('the rights of roles', () => {
  it('are these, and no other', () => {
    expect(Object.fromEntries(ROLES.map((role) => [role, RIGHTS.filter((right) => may(role, right)).join(' ')]))).toEqual({
      Admin: 'look carry trigger edit control remove answer administer',
      Moderator: 'look carry trigger edit control remove',
      Builder: 'look carry trigger edit control',
      Guest: 'look carry trigger',
      Spectator: 'look',
    });
    expect(rolesThatMay('remove')).toEqual(['Admin', 'Moderator']);
  });

  it('are none of what is no role', () => {
    for (const word of ['', 'admin', 'constructor', 'Owner']) expect(RIGHTS.filter((right) => may(word as Role, right))).toEqual([]);
    expect(lesser('Spectator', 'Owner' as Role)).toBe('Owner');
  });

  it('order the roles: of two, the lesser may nothing that the greater may not', () => {
    for (const one of ROLES)
      for (const other of ROLES) {
        const least = lesser(one, other);
        expect(RIGHTS.filter((right) => may(least, right))).toEqual(RIGHTS.filter((right) => may(one, right) && may(other, right)));
        expect(greater(one, other)).toBe(one !== other && least === other);
      }
  });

  it('are asked for by name everywhere: nothing compares a role with the name of one, or lists them anew', () => {
    const found: string[] = [];
    for (const room of ['engine', 'server', 'agent', 'inspector-ui'])
      for (const file of readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.ts') || file === 'rights.ts') continue;
        const text = readFileSync(join(ROOT, room, file), 'utf8');
        const compared = /\brole\s*[!=]==\s*'[A-Z]\w+'|\bSet<Role>|'Admin', 'Moderator'|'Guest', 'Spectator'/.exec(text);
        if (compared !== null) found.push(`${room}/${file}: ${compared[0]}`);
      }
    // The user id of programs with the Admin's token is `api`, that of others says their role; no right follows from it.
    expect(found).toEqual(["server/security/sessions.ts: role === 'Admin'"]);
  });
});
