import { tell } from '../controls/notices.ts';

/** What browsers say where a part of the page that is loaded when it is opened does not come: Chromium and Firefox, then Safari. */
const LOST = /dynamically imported module|importing a module script failed/iu;

/** Tells whoever opens a part of the page that cannot be loaded, since without it nothing would happen at all. */
export function tellLostParts(event: PromiseRejectionEvent): void {
  if (!(event.reason instanceof TypeError) || !LOST.test(event.reason.message)) return;
  event.preventDefault();
  tell('A part of the page could not be loaded from the server, so that some of it is missing.', true, {
    label: 'Load the page anew',
    run: () => location.reload(),
  });
}
