/** What a program that hosts worlds may use: a whole server, or its parts. */
export { startServer, type RunningServer } from './start-server.ts';
export type { ServerOptions } from './server-options.ts';
export { HostedWorld } from './hosting/hosted-world.ts';
export type { HostedWorldOptions } from './hosting/hosted-world-options.ts';
export type { Links } from './hosting/links-port.ts';
export { AccessDesk, type AccessDeskOptions, type DeskLog, type DeskMemory, type DeskRules, type PromptDecision } from '../agent/access-desk.ts';
export { AgentDesk } from './agents/agent-desk.ts';
export { Agents } from './agents/agents.ts';
export { hostDesk, type HostDeskOptions } from './access/host-desk.ts';
export { Desks, type Desk } from './hosting/desks.ts';
export { Decisions } from './access/decisions.ts';
export type { Decision } from './access/kept-decisions.ts';
export { addressCheck, hostRules, type Found, type HostRules } from './access/host-rules.ts';
export { createLog, type Log } from './log/log.ts';
export { replay, type Replayed } from './recording/replay.ts';
export { openThread, type ThreadDoor, type ThreadSource } from './doors/world-thread.ts';
export { LinkManager } from './links/link-manager.ts';
