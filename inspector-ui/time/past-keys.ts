import { registerActions } from '../actions/registry.ts';
import { middle } from '../session/place.ts';
import { session } from '../session/session.ts';
import { backToNow, kept, mayRecord, move, play, playing, stop, zoom } from './travel.ts';

const SECOND = 60;
const inPast = (): boolean => session.past.value !== null;
const isKept = (): boolean => kept() !== null;
const inJournal = (): boolean => kept()?.of === 'journal' && session.run.value?.journal?.state !== 'ended';

/** What can be done with time, for the palette and the list of keys. Their keys are heard here, since they count in the past only. */
export function registerTimeActions(): void {
  registerActions([
    { id: 'time.now', label: 'Back to now', group: 'Time', where: 'past', keys: ['Escape', 'N'], enabled: inPast, run: backToNow },
    {
      id: 'time.play',
      label: 'Play on from the tick shown',
      group: 'Time',
      where: 'past',
      keys: ['P'],
      enabled: inPast,
      run: () => (playing.value ? stop() : play()),
    },
    { id: 'time.back', label: 'One tick back', group: 'Time', where: 'past', keys: ['['], enabled: isKept, repeats: true, run: () => move(-1) },
    { id: 'time.forward', label: 'One tick forward', group: 'Time', where: 'past', keys: [']'], enabled: inPast, repeats: true, run: () => move(1) },
    { id: 'time.further-back', label: '60 ticks back', group: 'Time', where: 'past', keys: ['{'], enabled: isKept, repeats: true, run: () => move(-SECOND) },
    {
      id: 'time.further-forward',
      label: '60 ticks forward',
      group: 'Time',
      where: 'past',
      keys: ['}'],
      enabled: inPast,
      repeats: true,
      run: () => move(SECOND),
    },
    { id: 'time.zoom-in', label: 'Show less time, in more detail', group: 'Time', enabled: isKept, run: () => zoom(1 / 2) },
    { id: 'time.zoom-out', label: 'Show more time', group: 'Time', enabled: isKept, run: () => zoom(2) },
    { id: 'time.zoom-all', label: 'Show all the time that is kept', group: 'Time', enabled: isKept, run: () => zoom(Infinity) },
    {
      id: 'time.record',
      label: 'Record the last minutes',
      group: 'Time',
      enabled: () => mayRecord() && kept()?.of !== 'memory' && !inJournal(),
      run: async () => {
        middle.value = 'time';
        await session.control('record');
      },
    },
    {
      id: 'time.forget',
      label: 'Stop recording, and forget what was kept',
      group: 'Time',
      enabled: () => mayRecord() && kept()?.of === 'memory',
      run: async () => {
        await session.control('stopRecording');
      },
    },
  ]);
}

const KEYS: { readonly [key: string]: () => void } = {
  Escape: backToNow,
  n: backToNow,
  p: () => (playing.value ? stop() : play()),
  '[': () => move(-1),
  ']': () => move(1),
  '{': () => move(-SECOND),
  '}': () => move(SECOND),
};

/** Hears the keys of the past, wherever the focus is but in text being typed and in what lies over the page. */
export function pastKeys(event: KeyboardEvent): void {
  if (!inPast() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.composedPath().some((target) => target instanceof Element && (isTyped(target) || isAbove(target)))) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  // From a version no tick leads on.
  if (act === undefined || (session.version.value !== null && act !== backToNow)) return;
  event.preventDefault();
  act();
}

function isTyped(target: Element): boolean {
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  return target instanceof HTMLInputElement && !target.readOnly && !['checkbox', 'radio', 'button', 'color', 'range'].includes(target.type);
}

/** A dialog, menu or panel that is open over the page has Escape for itself. */
function isAbove(target: Element): boolean {
  return (target instanceof HTMLDialogElement && target.open) || target.matches(':popover-open, wa-dialog[open], wa-dropdown[open], [role="menu"]');
}
