/** Words in the code of the UI that no catalogue has. */

import ts from 'typescript';
import { place, walk } from './program';

export interface Finding {
  place: string;
  words: string;
}

/** What a person reads or hears, by the names of the attributes and properties that carry it. */
const CARRIERS =
  /^(?:label|title|subtitle|placeholder|alt|description|hint|message|note|summary|heading|tooltip|confirm|body|text|aria-(?:label|description|placeholder|roledescription|valuetext))$|(?:Label|Title|Text|Message|Placeholder)$/;

/** Functions of ours whose first argument is read. */
const SPEAKERS = new Set(['notifyDone', 'notifyProblem']);

/** Names of the product, of things, and of keys that are no words, and languages in their own words. */
const NAMES =
  /^(?:vnc-portal|%s|VNC|RFB|TLS|CA|PEM|CSV|YAML|JSON|API|URL|IP|SHA-256|Ctrl|Alt|AltGr|Shift|Meta|Super|Win|Cmd|Tab|Esc|Del|Ins|Home|End|PgUp|PgDn|PrtSc|SysRq|F\d{1,2}|[A-Za-z]|English|简体中文)$/;

/** What is typed at a terminal or pasted. */
const TYPED = /^(?:npm run |-----BEGIN )/;

/** Addresses, codes and what else has no sentence in it: one piece of ASCII without a space. */
const CODE = /^[!-~]*[:/._#{}[\]@=+*~^|\\<>0-9-][!-~]*$/;

export function hardCoded(files: readonly ts.SourceFile[]): Finding[] {
  const found: Finding[] = [];
  const report = (node: ts.Node, text: string) => {
    const words = text.replace(/\s+/g, ' ').trim();
    if (/\p{L}/u.test(words) && !isName(words)) found.push({ place: place(node), words });
  };
  for (const file of files) {
    walk(file, (node) => {
      if (ts.isJsxText(node)) report(node, node.text);
      else if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) spoken(node.expression, report);
      else if (ts.isJsxAttribute(node) && CARRIERS.test(node.name.getText())) spoken(node.initializer, report);
      else if (ts.isPropertyAssignment(node) && CARRIERS.test(plainName(node.name))) spoken(node.initializer, report, /\s|^\p{Lu}/u);
      else if (ts.isCallExpression(node) && SPEAKERS.has(node.expression.getText())) spoken(node.arguments[0], report);
      else if (isSentence(node)) report(node, node.text);
    });
  }
  const seen = new Set<string>();
  return found.filter((finding) => {
    const name = `${finding.place} ${finding.words}`;
    return !seen.has(name) && seen.add(name);
  });
}

const isName = (words: string) =>
  TYPED.test(words) || words.split(/\s*[+/·,…]\s*|\s/).every((part) => part === '' || NAMES.test(part) || CODE.test(part));
const plainName = (name: ts.PropertyName) => (ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '');

/** The literals that an expression may give. */
function spoken(node: ts.Node | undefined, report: (node: ts.Node, text: string) => void, only?: RegExp): void {
  if (!node) return;
  const inner = (...nodes: (ts.Node | undefined)[]) => nodes.forEach((part) => spoken(part, report, only));
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    if (!only || only.test(node.text)) report(node, node.text);
  } else if (ts.isTemplateExpression(node)) {
    // A template of nothing but values, such as an address, has no words of its own.
    const text = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
    if (/\p{L}{2}/u.test(text) && (!only || only.test(text))) report(node, text);
  } else if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) inner(node.expression);
  else if (ts.isConditionalExpression(node)) inner(node.whenTrue, node.whenFalse);
  else if (ts.isBinaryExpression(node) && /^(?:\|\||&&|\?\?|\+)$/.test(node.operatorToken.getText())) inner(node.left, node.right);
}

/** Three words or more that begin with a capital, wherever they stand; what only developers read is thrown, or begins a file. */
function isSentence(node: ts.Node): node is ts.StringLiteral | ts.NoSubstitutionTemplateLiteral {
  if (!ts.isStringLiteral(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return false;
  if (!/^\p{Lu}\P{L}*\S*(?:\s+\S+){2,}$/u.test(node.text.trim())) return false;
  if (ts.isJsxAttribute(node.parent) && node.parent.name.getText() === 'd') return false;
  return !(ts.isNewExpression(node.parent) && /Error$/.test(node.parent.expression.getText()));
}
