import { html, nothing, type TemplateResult } from 'lit';
import type { Json } from '../../server/protocol.ts';
import { valueWords } from '../controls/fault-words.ts';
import { personName } from '../session/people-names.ts';
import type { Rival } from './rival.ts';

/** Says below a field who has set it to what. @param take sets it to what was lost; null where it cannot be set @param leave lets it be so */
export function rivalNote({ by, value, mine }: Rival, take: ((mine: Json) => void) | null, leave: () => void): TemplateResult {
  const words = valueWords(value);
  return html`<p class="below note"
      role="status">${by === undefined ? 'It has changed' : `${personName(by)} set it`}${words === null ? '' : ` to ${words}`}${
        mine === undefined ? ' meanwhile; yours is not sent yet' : ' after you'
      }
      ${
        mine === undefined || take === null
          ? nothing
          : html`<button @click=${() => {
              leave();
              take(mine);
            }}>take mine again</button>`
      }<button @click=${leave}>leave it</button></p>`;
}
