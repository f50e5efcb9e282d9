import type { TemplateResult } from 'lit';

/**
 * The names of all tabs. Each tab adds its own where it is written, so that a name that no tab has does not compile, wherever one is shown or asked for:
 * `declare module '../session/middle-tab.ts' { interface MiddleTabs { time: true } }`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- it is filled by the tabs
export interface MiddleTabs {}
export type MiddleTabName = keyof MiddleTabs;

/** Something that the middle of the page can show, with its tab. `shell/builtin.ts` lists all, in their order. */
export interface MiddleTab {
  /** Names it once and for all: where the person is remembers it. */
  readonly name: MiddleTabName;
  readonly label: string;
  /** Brings the code of the pane: none of it is part of the first load. */
  readonly load: () => Promise<unknown>;
  readonly draw: () => TemplateResult;
  /** Tells how many there are of what it shows, now and whenever that changes, until what it returns is called. The tab shows no 0. */
  readonly count?: (tell: (count: number) => void) => () => void;
  /** Whether a first visit shows it, where no tab before it is shown. Default no. */
  readonly greets?: () => boolean;
}
