/**
 * A spreadsheet takes a text with such a beginning for a formula, which could send what stands beside it to whoever wrote it
 * (OWASP, "CSV Injection"). An apostrophe before it makes it a text. One that is there already gets another one, so that
 * {@link unguarded} gives back every text as it was.
 */
const FORMULA = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** A cell as it was before {@link guarded}. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
