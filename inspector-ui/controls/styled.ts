import { noChange } from 'lit';
import { directive, Directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

/**
 * Styles of one element, set property by property: `<i ${styled({ width: '3px' })}>`. Lit's own styleMap writes a style
 * attribute at first, which the page's content security policy does not let through.
 */
class Styled extends Directive {
  #before: { readonly [property: string]: string } = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('styled() stands for itself in a tag');
  }

  override render(_style: { readonly [property: string]: string }): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [style]: [{ readonly [property: string]: string }]): typeof noChange {
    const { style: target } = part.element as HTMLElement;
    for (const property of Object.keys(this.#before)) if (!Object.hasOwn(style, property)) target.removeProperty(property);
    for (const [property, value] of Object.entries(style)) if (this.#before[property] !== value) target.setProperty(property, value);
    this.#before = style;
    return noChange;
  }
}

export const styled = directive(Styled);
