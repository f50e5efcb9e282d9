import { html, nothing, type TemplateResult } from 'lit';
import { USERS } from '../../engine/hierarchy-top.ts';
import { rowHeight } from '../controls/density.ts';
import { root } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { TreeWindow } from '../session/tree-window.ts';
import { glyph } from '../controls/glyphs.ts';
import { styled } from '../controls/styled.ts';
import { addChild } from './actions.ts';

/** What the tree says where it has no rows to show. `slow` where rows take their time. */
export function emptyTree(window: TreeWindow, query: string, slow: boolean): TemplateResult | typeof nothing {
  const { loaded, total, fault, isForeseen } = window;
  // Whoever comes in is an entity as well, above which this would stand.
  if (fault !== null || isForeseen) return nothing;
  if (!loaded) return slow && session.phase.value === 'online' ? html`<p class="empty">Loading…</p>` : nothing;
  if (query !== '')
    return total > 0
      ? nothing
      : html`<p class="empty">Nothing fits <code class="mono">${query}</code>.<br />Try a name, <code class="mono">c:WebsocketClient State=Open</code> or <code
        class="mono">tag=demo</code>.</p>`;
  const add = html`<button class="boxed" ?disabled=${!session.mayEdit} @click=${() => addChild(root.value)}>${glyph('plus')} Add entity</button>`;
  if (root.value !== null) return total > 0 ? nothing : html`<p class="empty">Nothing hangs below it.<br />${add}</p>`;
  // Whoever looks is an entity of the world as well, and so are those who look with them.
  const all = window.row(0) !== undefined && window.row(total - 1) !== undefined,
    bare = window.rows().every(([, row]) => row.depth > 0 || (row.id === USERS && !row.persistent));
  if (total > 0 && !(bare && all)) return nothing;
  return html`<p class="empty" ${styled({ top: `${total * rowHeight.value}px` })}>This world is empty.<br />${add}</p>`;
}
