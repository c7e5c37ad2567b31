/** The product as TypeScript sees it. One program for all who ask: its types tell which text of which catalogue an expression names. */

import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../../..');

export interface Product {
  files: ts.SourceFile[];
  checker: ts.TypeChecker;
}

/** `components/x.tsx:12` */
export function place(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

const namesIn = (folders: readonly string[]) => folders.flatMap((folder) => ts.sys.readDirectory(join(root, folder), ['.ts', '.tsx']));

/** The files of some folders of the product as they are written, without their types. */
export function readFiles(folders: readonly string[]): ts.SourceFile[] {
  return namesIn(folders).map((name) => ts.createSourceFile(name, ts.sys.readFile(name) ?? '', ts.ScriptTarget.Latest, true));
}

/** With their types, which takes some seconds. */
export function readProduct(folders: readonly string[]): Product {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const names = namesIn(folders);
  const program = ts.createProgram([...names, join(root, 'i18n/app-config.d.ts')], { ...options, incremental: false });
  const wanted = new Set(names);
  const files = program.getSourceFiles().filter(({ fileName }) => wanted.has(fileName));
  return { files, checker: program.getTypeChecker() };
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
