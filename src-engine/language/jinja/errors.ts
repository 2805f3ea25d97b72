/** How a template ends early. Both are plain Errors with a few words; the caller knows which file to name. */

/** What Jinja2 would raise too: a mistake in the template, an undefined value in use, `raise_exception`. */
export class JinjaError extends Error {}

/** Something that Jinja2 renders and we do not; better refused than other text. `construct` names it: "the filter 'random'". */
export class JinjaUnsupported extends JinjaError {
  readonly construct: string;

  constructor(construct: string) {
    super(`${construct} is not rendered here`);
    this.construct = construct;
  }
}

/** The words that the template itself gave to `raise_exception`. */
export class JinjaRaised extends JinjaError {}
