import type { ConnectionState, PoseEntity } from '../../server/protocol.ts';
import { theme } from '../controls/theme.ts';

/** Red, green, blue, from 0 to 1, as the screen takes them. */
export type Colour = readonly [number, number, number];

/** The tokens that the picture is drawn in. */
export interface Palette {
  readonly dark: boolean;
  readonly bg: Colour;
  readonly panel: Colour;
  readonly line: Colour;
  readonly strong: Colour;
  readonly ink: Colour;
  readonly soft: Colour;
  readonly faint: Colour;
  readonly accent: Colour;
  readonly states: { readonly [state in ConnectionState]: Colour };
}

const TOKENS: { readonly [state in ConnectionState]: string } = {
  Open: '--open',
  Connecting: '--connecting',
  Closing: '--connecting',
  WaitingToRetry: '--retry',
  AwaitingAccess: '--ask',
  Denied: '--denied',
  Idle: '--idle',
};

/** Reads the tokens as they are now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): Colour => parse(style.getPropertyValue(name));
  const bg = of('--bg');
  return {
    dark: bg[0] + bg[1] + bg[2] < 1.5,
    bg,
    panel: of('--panel'),
    line: of('--line'),
    strong: of('--line-strong'),
    ink: of('--ink'),
    soft: of('--soft'),
    faint: of('--faint'),
    accent: of('--accent'),
    states: Object.fromEntries(Object.entries(TOKENS).map(([state, token]) => [state, of(token)])) as Palette['states'],
  };
}

/** Calls when the tokens have other values: light or dark, by hand or by the system. Returns what ends it. */
export function onPalette(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  // The choice by hand reaches the page's styles through another listener of the same cell.
  const later = (): void => void requestAnimationFrame(changed);
  const end = theme.subscribe(later);
  system.addEventListener('change', later);
  return () => {
    end();
    system.removeEventListener('change', later);
  };
}

export function mix(a: Colour, b: Colour, t: number): Colour {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** What an entity is drawn in. `matched` is set where colour goes by a query. */
export function coloursOf(entity: PoseEntity, by: 'state' | 'value' | 'query', matched: boolean, palette: Palette): { fill: Colour; edge: Colour } {
  const own = ownColour(entity, by, matched, palette);
  const fill = own === null ? mix(palette.panel, palette.faint, palette.dark ? 0.3 : 0.16) : mix(palette.panel, own, palette.dark ? 0.4 : 0.36);
  const edge = own ?? mix(palette.panel, palette.faint, 0.75);
  if (!entity.inactive) return { fill, edge };
  return { fill: mix(fill, palette.bg, 0.75), edge: mix(edge, palette.bg, 0.65) };
}

function ownColour(entity: PoseEntity, by: 'state' | 'value' | 'query', matched: boolean, palette: Palette): Colour | null {
  const state = entity.state === undefined ? null : palette.states[entity.state];
  const { color } = entity;
  const value = color === undefined ? null : ([clamp(color[0]), clamp(color[1]), clamp(color[2])] as const);
  if (by === 'query') return matched ? palette.accent : null;
  return by === 'state' ? (state ?? value) : value;
}

function clamp(value: number | null | undefined): number {
  return Math.min(1, Math.max(0, value ?? 0));
}

const pen = document.createElement('canvas').getContext('2d');

/** A colour as CSS writes it. */
function parse(text: string): Colour {
  if (pen === null) return [0.5, 0.5, 0.5];
  pen.fillStyle = '#808080';
  pen.fillStyle = text.trim();
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(pen.fillStyle);
  return hex === null ? [0.5, 0.5, 0.5] : ([1, 2, 3].map((i) => Number.parseInt(hex[i] as string, 16) / 255) as unknown as Colour);
}
