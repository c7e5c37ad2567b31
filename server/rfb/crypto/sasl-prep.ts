/** RFC 3454 table C.1.2: spaces other than the ASCII one. */
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g;
/** RFC 3454 table B.1: what is commonly mapped to nothing. */
// eslint-disable-next-line no-misleading-character-class -- each of them is meant by itself
const NOTHING = /[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g;

/**
 * SASLprep (RFC 4013): names and passwords that look the same become the same bytes. Of its steps the mapping and the normalisation are here;
 * prohibited characters are left for the server to judge, as it also prepared what it stored.
 */
export function saslPrep(text: string): string {
  return text.replace(OTHER_SPACES, ' ').replace(NOTHING, '').normalize('NFKC');
}
