/** What server/rfb has to say of a failure, as a text of the catalogue. */

import { text, type Text } from '../../../messages/text';
import type { RfbError, RfbNote } from '../../rfb';

/** What stands behind the refusal: the portal's own words where there are any, else the server's, as they are. */
export function saidBy({ note, reason }: RfbError): Text | string {
  return note ? textOf(note) : reason;
}

function textOf({ also, ...note }: RfbNote): Text {
  const first = alone(note);
  return also ? text('vncNotes.several', { first, rest: textOf(also) }) : first;
}

function alone({ name, values = {} }: RfbNote): Text {
  if (name === 'saslWith' && values['names'] === '') return text('vncNotes.saslEmpty');
  return { key: `vncNotes.${name}`, values };
}
