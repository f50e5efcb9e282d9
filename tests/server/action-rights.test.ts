/** Who may run, stop, save and undo: the same by HTTP and at a page, since both read one table. */
import { expect, test } from 'vitest';
import { may, type Right, type Role } from '../../engine/index.ts';
import { ACTION_RIGHTS } from '../../server/security/action-rights.ts';
import { comeIn, goesOn, raided, TOKENS } from './raiders.ts';
import { api, ask, atEnd } from './running.ts';

const ACTIONS = ['pause', 'resume', 'step', 'undo', 'redo', 'save', 'reload'] as const;
type Action = (typeof ACTIONS)[number];
const ROLES = ['Moderator', 'Builder', 'Guest', 'Spectator'] as const;

type Server = Awaited<ReturnType<typeof raided>>;

/** Whether somebody of a role was let through, at a page and by HTTP; that the action then came to nothing is no refusal of it. */
async function letThrough(server: Server, role: Role, action: Action): Promise<{ page: boolean; http: boolean }> {
  const page = await comeIn(server, role);
  const atPage = await ask(page, 'control', { action, requestId: `${role} ${action}` });
  const token = role === 'Admin' ? server.token : TOKENS[role];
  const { status } = await api(server, `/api/worlds/raided/${action}`, {}, { token });
  page.disconnect();
  return { page: atPage['code'] !== 'WW_FORBIDDEN', http: status !== 403 };
}

test.each(ROLES)('a %s may do with a world as a whole what the table of rights says, at a page as by HTTP', async (role) => {
  const server = await raided();
  for (const action of ACTIONS.filter((each) => each !== 'reload')) {
    const allowed = may(role, ACTION_RIGHTS[action]);
    expect(await letThrough(server, role, action), action).toEqual({ page: allowed, http: allowed });
    // Undo and redo are edits; the others were told to users as: run and stop worlds.
    expect(allowed, action).toBe(role === 'Moderator' || role === 'Builder');
  }
  await ask(await comeIn(server, 'Admin'), 'control', { action: 'resume', requestId: 'on' });
  await goesOn(server);
});

test('an action that takes another right takes it at a page and by HTTP', async () => {
  const table = ACTION_RIGHTS as Record<Action, Right>;
  const before = { ...table };
  atEnd(() => void Object.assign(table, before));
  for (const action of ACTIONS) table[action] = 'administer';
  const server = await raided();
  for (const action of ACTIONS) expect(await letThrough(server, 'Builder', action), action).toEqual({ page: false, http: false });
  expect(await letThrough(server, 'Admin', 'pause')).toEqual({ page: true, http: true });
});
