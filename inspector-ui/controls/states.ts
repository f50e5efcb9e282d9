import { html, svg, type TemplateResult } from 'lit';
import type { ConnectionState } from '../../server/protocol.ts';
import { plainSigns } from './plain-signs.ts';

/** States from what needs somebody to what does not; each with its word for people. */
export const STATES: readonly { readonly state: ConnectionState; readonly word: string; readonly short: string }[] = [
  { state: 'Denied', word: 'Denied', short: 'denied' },
  { state: 'AwaitingAccess', word: 'Awaiting access', short: 'asking' },
  { state: 'WaitingToRetry', word: 'Waiting to retry', short: 'waiting' },
  { state: 'Connecting', word: 'Connecting', short: 'connecting' },
  { state: 'Closing', word: 'Closing', short: 'closing' },
  { state: 'Open', word: 'Open', short: 'open' },
  { state: 'Idle', word: 'Idle', short: 'idle' },
];

export function wordOf(state: string): string {
  return STATES.find((known) => known.state === state)?.word ?? state;
}

/** A StateReason as it stands beside the badge, which has said already that it waits. */
export function besideBadge(reason: string): string {
  // A server's own words may stand in it.
  return plainSigns(reason.replace(/^waiting (?:to retry|for access)(?:: |$)/, ''));
}

// Each state has a shape of its own, for those who cannot see its colour.
const SHAPES: Record<ConnectionState, TemplateResult> = {
  Open: svg`<circle cx="5" cy="5" r="4.500" fill="currentColor" />`,
  Connecting: svg`<circle cx="5" cy="5" r="3.800" fill="none" stroke="currentColor" stroke-width="1.400" /><path d="M5 1.200a3.800 3.800 0 0 1 0 7.600z"
    fill="currentColor" />`,
  Closing: svg`<circle cx="5" cy="5" r="3.800" fill="none" stroke="currentColor" stroke-width="1.400" /><path d="M2 5h6" stroke="currentColor"
    stroke-width="1.600" />`,
  WaitingToRetry: svg`<path d="M5 .6L9.600 9H.4z" fill="currentColor" />`,
  AwaitingAccess: svg`<path d="M5 .2L9.800 5 5 9.800.2 5z" fill="currentColor" />`,
  Denied: svg`<path d="M1.600 1.600l6.800 6.800M8.400 1.600L1.600 8.400" stroke="currentColor" stroke-width="2.400" stroke-linecap="round" />`,
  Idle: svg`<circle cx="5" cy="5" r="3.700" fill="none" stroke="currentColor" stroke-width="1.600" />`,
};

/** The dot of a state: colour and shape. Its meaning must be said beside it, or by its row. */
export function stateDot(state: string): TemplateResult {
  return html`<svg class="dot ${state}" viewBox="0 0 10 10" aria-hidden="true">${SHAPES[state as ConnectionState] ?? SHAPES.Idle}</svg>`;
}
