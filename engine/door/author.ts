import type { Role } from '../rights.ts';
export type { Role };

/** Who did something: their user id and the role that they had when they did it. */
export interface Author {
  readonly userId: string;
  readonly role: Role;
}
/** The host itself, for what no person did. */
export const HOST: Author = { userId: 'host', role: 'Admin' };
