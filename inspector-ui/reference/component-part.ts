import { html, nothing, type TemplateResult } from 'lit';
import type { ComponentManifest, FieldManifest } from '../../server/protocol.ts';
import { argumentsOf, limitsOf, typeOf, valueText } from './field-words.ts';

/** The fields with which every component begins. */
export const BASE: ReadonlySet<string> = new Set(['persistent', 'UpdateOrder', 'Enabled']);

/** What is shown of one component: all of it, or those of its fields that were searched for. */
export interface Shown {
  readonly component: ComponentManifest;
  readonly fields: readonly FieldManifest[];
  readonly whole: boolean;
}

/** What of the components fits the words: a component by its name, words and commands, or else by its fields. */
export function search(components: readonly ComponentManifest[], text: string): readonly Shown[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (...texts: readonly string[]): boolean => {
    const all = texts.join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return components.flatMap((component): Shown[] => {
    const own = component.fields.filter(({ name }) => !BASE.has(name));
    const talk = [...component.commands, ...component.events].map(({ name, doc }) => `${name} ${doc}`);
    if (fits(component.name, component.doc, component.category, ...talk)) return [{ component, fields: own, whole: true }];
    const fields = own.filter((field) => fits(component.name, field.name, field.doc, typeOf(field)));
    return fields.length === 0 ? [] : [{ component, fields, whole: false }];
  });
}

/** The part of one component type. */
export function componentPart({ component, fields, whole }: Shown): TemplateResult {
  const { name, doc, category, requires, single, disabled, commands, events } = component;
  return html`<section class="part" id=${name} aria-labelledby="${name}-title">
    <header><h2 id="${name}-title"><a class="anchor" href="#${name}">${name}</a></h2><span class="tag">${category}</span>${
      single ? html`<span class="tag">one on an entity</span>` : nothing
    }</header>
    <p class="doc">${prose(doc)}</p>
    ${
      requires.length === 0
        ? nothing
        : html`<p>Needs ${requires.map(
            (other, i) => html`${i > 0 ? ', ' : ''}<a
        href="#${other}">${other}</a>`,
          )}, added along with it.</p>`
    }
    ${fields.length === 0 ? nothing : fieldTable(fields, name)}
    ${
      !whole || commands.length === 0
        ? nothing
        : html`<h3>Commands</h3><dl>${commands.map(
            (command) => html`<div><dt id="${name}.${command.name}">${command.name}</dt><dd>${prose(command.doc)}
            ${argumentsOf(command).map(
              (argument) =>
                html`<span class="argument"><code>${argument.name}</code>${argument.optional ? html` <i>optional</i>` : nothing} ${prose(argument.doc)}</span>`,
            )}</dd></div>`,
          )}</dl>`
    }
    ${
      !whole || events.length === 0
        ? nothing
        : html`<h3>Events</h3><dl>${events.map(
            (event) => html`<div><dt id="${name}.${event.name}">${event.name}</dt><dd>${prose(event.doc)}
            ${Object.entries(event.payload).map(([key, text]) => html`<span class="argument"><code>${key}</code> ${prose(text)}</span>`)}</dd></div>`,
          )}</dl>`
    }
    ${whole ? html`<p class="disabled"><b>When disabled</b> ${prose(disabled)}</p>` : nothing}
  </section>`;
}

/** Fields with their kinds, limits and defaults; by category, where they have one. */
export function fieldTable(fields: readonly FieldManifest[], owner: string): TemplateResult {
  const categories = [...new Set(fields.map(({ category }) => category ?? ''))];
  return html`<table class="fields"><thead><tr><th scope="col">field</th><th scope="col">type</th><th scope="col">default</th><th
    scope="col">meaning</th></tr></thead>
    ${categories.map(
      (category) => html`<tbody>
      ${category === '' ? nothing : html`<tr class="category"><th scope="colgroup" colspan="4">${category}</th></tr>`}
      ${fields.filter((field) => (field.category ?? '') === category).map((field) => fieldRow(field, owner))}</tbody>`,
    )}</table>`;
}

function fieldRow(field: FieldManifest, owner: string): TemplateResult {
  const id = `${owner}.${field.name}`;
  return html`<tr id=${id}>
    <th scope="row"><a class="anchor" href="#${id}">${field.name}</a></th>
    <td class="type">${typeOf(field)}${field.unit === undefined ? nothing : html`<span class="unit">${field.unit}</span>`}</td>
    <td><code class="default">${valueText(field.default)}</code></td>
    <td>${prose(field.doc)}${
      field.labels === undefined ? nothing : html`<span class="limits">${field.labels.map((label) => html`<code>${label}</code> `)}</span>`
    }
      ${limitsOf(field).length === 0 ? nothing : html`<span class="limits">${limitsOf(field).join(' · ')}</span>`}</td>
  </tr>`;
}

/** Words in which `this` stands for what is typed. */
function prose(text: string): readonly (string | TemplateResult)[] {
  return text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}
