/**
 * The door of a world: every message that may pass between a world and what hosts it, and nothing else. All of it could
 * cross a thread or a network. One call moves the world by one step: what has come in goes along, what goes out comes back.
 */
export { HOST, type Author, type Role } from './door/author.ts';
export type * from './door/operation.ts';
export type { AccessScope } from './access-scopes.ts';
export type { AccessAnswer, AccessQuestion } from './door/access.ts';
export type * from './door/link.ts';
export type * from './door/job.ts';
export { isLinkEffect, OUTLETS, outletOf } from './door/effect.ts';
export type { AccessEffect, ConnectionEffect, Effect, JobEffect, LinkEffect, ListenEffect, Outlet } from './door/effect.ts';
export type * from './door/input.ts';
export type * from './door/send.ts';
export type * from './door/graph.ts';
export type * from './door/view.ts';
export type * from './door/step.ts';
