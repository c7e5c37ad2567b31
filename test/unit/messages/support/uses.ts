/** Which texts of the catalogue the product names, by the types of what it names them with. */

import ts from 'typescript';
import { place, walk, type Product } from './program';

/** A key, or the place in the catalogue under which all are used. */
export interface Use {
  key: string;
  place: string;
}

/** Functions that name a text, and where in the catalogue. */
const namers: Record<string, string> = { text: '', sentence: 'fields.', TargetError: 'fields.address.', apiText: 'api.' };

/** The methods of next-intl's translators. */
const METHODS = new Set(['rich', 'markup', 'raw', 'has']);

export function usesOf(product: Product): Use[] {
  const uses: Use[] = [];
  for (const file of product.files) {
    walk(file, (node) => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const prefix = prefixOf(node, product.checker);
        const [named] = node.arguments ?? [];
        if (prefix !== null && named) {
          for (const key of literals(product.checker.getTypeAtLocation(named))) uses.push({ key: `${prefix}${key}`, place: place(node) });
        }
      } else if (isKey(node)) {
        for (const key of literals(product.checker.getTypeAtLocation(node.initializer))) uses.push({ key, place: place(node) });
      } else if (ts.isPropertyAccessExpression(node) && !file.fileName.includes('/messages/')) {
        const key = keyDeclaredBy(product.checker.getSymbolAtLocation(node.name));
        if (key !== null) uses.push({ key, place: place(node) });
      }
    });
  }
  return uses;
}

/** `{ key: `subject.${name}`, … }`: a text that is made by hand. */
function isKey(node: ts.Node): node is ts.PropertyAssignment {
  return ts.isPropertyAssignment(node) && node.name.getText() === 'key' && ts.isTemplateExpression(node.initializer);
}

/** @returns what stands before the key; null for a call that names no text */
function prefixOf({ expression }: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): string | null {
  if (ts.isIdentifier(expression)) {
    const symbol = checker.getSymbolAtLocation(expression);
    const named = symbol && (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
    const isOurs = named?.declarations?.some((declaration) => !declaration.getSourceFile().fileName.includes('node_modules')) ?? false;
    if (isOurs && ts.isSourceFile(outermost(named?.declarations?.[0])) && Object.hasOwn(namers, named!.name)) return namers[named!.name]!;
  }
  const translator = ts.isPropertyAccessExpression(expression) && METHODS.has(expression.name.text) ? expression.expression : expression;
  const type = checker.getTypeAtLocation(translator);
  if (type.aliasSymbol?.name !== 'Translator') return null;
  const [, namespace] = type.aliasTypeArguments ?? [];
  return namespace?.isStringLiteral() ? `${namespace.value}.` : '';
}

/** What a declaration stands in, unless that is a function: a local thing of the same name is another. */
function outermost(declaration: ts.Declaration | undefined): ts.Node {
  let node: ts.Node | undefined = declaration?.parent;
  while (node && (ts.isVariableDeclarationList(node) || ts.isVariableStatement(node))) node = node.parent;
  return node ?? ts.factory.createEmptyStatement();
}

function literals(type: ts.Type): string[] {
  if (type.isStringLiteral()) return [type.value];
  return type.isUnion() ? type.types.flatMap(literals) : [];
}

/** Of a text that is taken from a catalogue directly, without a translator. */
function keyDeclaredBy(symbol: ts.Symbol | undefined): string | null {
  const declaration = symbol?.declarations?.[0];
  if (!declaration || !ts.isPropertyAssignment(declaration)) return null;
  const subject = /\/messages\/en\/([\w-]+)\.ts$/.exec(declaration.getSourceFile().fileName)?.[1];
  if (subject === undefined || subject === 'index') return null;
  const path: string[] = [];
  for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isPropertyAssignment(node)) path.unshift(node.name.getText().replace(/^'(.*)'$/, '$1'));
  }
  return [subject.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), ...path].join('.');
}
