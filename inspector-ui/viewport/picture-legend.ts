import { html, nothing, type TemplateResult } from 'lit';
import { STATES, stateDot, wordOf } from '../controls/states.ts';
import { grouped, plural } from '../controls/words.ts';
import { selected, selection } from '../session/place.ts';
import { options } from './options.ts';
import type { Places } from './places.ts';

/* What is said of the picture, for those who see it and for those who do not; `places` is undefined before it is known what is in it. */

/** What the picture shows, in one line. */
export function pictureLabel(places: Places | undefined): string {
  if (places === undefined) return 'World in 3D';
  const states = statesIn(places).map(([name, count]) => `${count} ${wordOf(name).toLowerCase()}`);
  return `World in 3D: ${[plural(places.count, 'entity', 'entities'), ...states].join(', ')}`;
}

/** What is selected, as it is said when that changes. */
export function selectionWords(places: Places | undefined): string {
  if (selection.value.length > 1) return `${selection.value.length} selected`;
  const entity = selected.value === null ? undefined : places?.entities[places.indexOf(selected.value) ?? -1];
  return entity === undefined ? '' : `${entity.name} selected${entity.state === undefined ? '' : `, ${wordOf(entity.state).toLowerCase()}`}`;
}

/** How many are shown, by the state of their connections where the picture is coloured by it. */
export function pictureLegend(places: Places | undefined): TemplateResult | typeof nothing {
  if (places === undefined) return nothing;
  const states = statesIn(places);
  const plain = places.count - states.reduce((sum, [, count]) => sum + count, 0);
  return html`<ul class="legend numbers" aria-label="What is shown">
      ${
        options.value.colour === 'state'
          ? states.map(
              ([name, count]) => html`<li
          class=${name}>${stateDot(name)}${grouped(count)} ${wordOf(name).toLowerCase()}</li>`,
            )
          : html`<li>${plural(places.count, 'entity', 'entities')}</li>`
      }
      ${
        options.value.colour === 'state' && (plain > 0 || states.length === 0)
          ? html`<li>${states.length === 0 ? plural(plain, 'entity', 'entities') : html`${grouped(plain)} without a connection`}</li>`
          : nothing
      }
      ${
        places.more > 0
          ? html`<li
          title="The picture shows the first ${grouped(places.count)}. Set the root to something deeper to see the others."
          >${grouped(places.more)} more not shown</li>`
          : nothing
      }
    </ul>`;
}

/** How many are in each state that is there, from what needs somebody to what does not. */
function statesIn(places: Places): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { state: name } of places.entities) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  return STATES.filter(({ state: name }) => counts.has(name)).map(({ state: name }) => [name, counts.get(name) ?? 0] as const);
}
