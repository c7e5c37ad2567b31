/** Every way into the portal, as the source has it: nobody has to remember to list a new one. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './portal';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export interface Route {
  kind: 'handler' | 'page' | 'upgrade';
  method: string;
  /** As its folders say, without groups: `/api/v1/hosts/[id]`. */
  path: string;
}

/** Pages, the methods of route handlers, and the upgrade, in the order of their paths. */
export function everyRoute(): Route[] {
  const app = join(root, 'app');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)(route|page)\.tsx?$/.test(file));
  const routes = files.flatMap((file): Route[] => {
    const folders = file.split('/').slice(0, -1);
    const path = `/${folders.filter((part) => !part.startsWith('(')).join('/')}`;
    if (/(^|\/)page\.tsx?$/.test(file)) return [{ kind: 'page', method: 'GET', path }];
    return exportedMethods(readFileSync(join(app, file), 'utf8')).map((method) => ({ kind: 'handler', method, path }));
  });
  const all: Route[] = [...routes, { kind: 'upgrade', method: 'GET', path: '/vnc/[id]' }];
  return all.sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
}

/** @throws when a route handler answers to nothing that this could read: it would be swept by nobody */
function exportedMethods(source: string): string[] {
  const found = METHODS.filter((method) =>
    new RegExp(`export (const|(async )?function) ${method}\\b|export \\{[^}]*\\b${method}\\b[^}]*\\}`).test(source),
  );
  const destructured = /export const \{([^}]*)\}/.exec(source)?.[1] ?? '';
  const all = [...found, ...METHODS.filter((method) => destructured.includes(method))];
  if (all.length === 0) throw new Error(`no method is exported by:\n${source}`);
  return all;
}

/** @param params by name; what is not among them is `some-id` */
export function addressOf({ path }: Route, params: Record<string, string>): string {
  return path.replaceAll(/\[(\.\.\.)?(\w+)\]/g, (_, __, name: string) => params[name] ?? 'some-id');
}
