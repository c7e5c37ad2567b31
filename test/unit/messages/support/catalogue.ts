/** A catalogue as a flat list of texts, and what a text takes. */

import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

export function flatten(catalogue: object, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [name, inner] of Object.entries(catalogue) as [string, object | string][]) {
    const key = path === '' ? name : `${path}.${name}`;
    if (typeof inner === 'string') texts.set(key, inner);
    else for (const [innerKey, text] of flatten(inner, key)) texts.set(innerKey, text);
  }
  return texts;
}

/** `{name}`, `{name: choice of a select}` and `<tag>`: what whoever uses the text gives it. A number may be written plainly or as a plural. */
export function takes(text: string): string[] {
  const found = new Set<string>();
  collect(parse(text), found);
  return [...found].sort();
}

function collect(elements: MessageFormatElement[], found: Set<string>): void {
  for (const element of elements) {
    switch (element.type) {
      case TYPE.argument:
      case TYPE.number:
        found.add(`{${element.value}}`);
        break;
      case TYPE.date:
      case TYPE.time:
        found.add(`{${element.value}} as a time`);
        break;
      case TYPE.plural:
        found.add(`{${element.value}}`);
        for (const { value } of Object.values(element.options)) collect(value, found);
        break;
      case TYPE.select:
        for (const [choice, { value }] of Object.entries(element.options)) {
          found.add(`{${element.value}: ${choice}}`);
          collect(value, found);
        }
        break;
      case TYPE.tag:
        found.add(`<${element.value}>`);
        collect(element.children, found);
        break;
      case TYPE.literal:
      case TYPE.pound:
        break;
    }
  }
}

/** Only the words, without what is put in. */
export function words(text: string): string {
  const literal = (elements: MessageFormatElement[]): string =>
    elements
      .map((element) => {
        if (element.type === TYPE.literal) return element.value;
        if (element.type === TYPE.tag) return literal(element.children);
        if (element.type !== TYPE.plural && element.type !== TYPE.select) return '\u2026';
        return Object.values(element.options)
          .map(({ value }) => literal(value))
          .join('\n');
      })
      .join('');
  return literal(parse(text));
}
