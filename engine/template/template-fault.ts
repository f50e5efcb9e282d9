/** Why a template cannot be read, or says nothing for somebody. */
export interface TemplateFault {
  /** Where in the text, counted from 0. */
  readonly at: number;
  readonly expected: string;
  /** The same with the place, counted from 1, as it is shown. */
  readonly message: string;
}

export function faultAt(at: number, expected: string): TemplateFault {
  return { at, expected, message: `at character ${at + 1}: expected ${expected}` };
}

/** Ends the reading or the saying of a template; caught where that began. */
export class TemplateRefusal extends Error {
  readonly fault: TemplateFault;

  constructor(fault: TemplateFault) {
    super(fault.message);
    this.fault = fault;
  }
}
