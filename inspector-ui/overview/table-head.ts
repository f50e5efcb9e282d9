import { html, nothing, type TemplateResult } from 'lit';
import { sortBy, sortedAs } from './table-choice.ts';
import type { Column } from './table-columns.ts';

/** The heading of a column, by which the table is sorted where the server can. */
export function tableHead(column: Column): TemplateResult {
  const { by, id, label, numeric } = column,
    sorted = sortedAs(column);
  const classes = `${id} ${numeric === true ? 'number' : ''}`;
  if (by === undefined) return html`<div role="columnheader" class=${classes}><span>${label}</span></div>`;
  return html`<div role="columnheader" class=${classes} aria-sort=${sorted}><button
      title=${sorted === 'none' ? `Sort by ${label}` : sorted === 'ascending' ? 'Sort the other way' : 'Do not sort'} @click=${() => sortBy(column)}>${label}${
        sorted === 'none'
          ? nothing
          : html`<svg class="glyph ${sorted === 'ascending' ? 'up' : ''}" viewBox="0 0 16 16" aria-hidden="true"><path
        d="M4.500 6.500L8 10l3.500-3.500" /></svg>`
      }</button></div>`;
}
