/** The portal's sub-path, for the build too: without dependencies, and lenient, since the start checks PUBLIC_URL properly. */

/** @returns '' or '/sub/path' */
export function basePathOf(publicUrl: string | undefined): string {
  const text = publicUrl?.trim();
  if (!text || !URL.canParse(text)) return '';
  return new URL(text).pathname.replace(/\/+$/, '');
}

/** Where the pages for a sub-path are built, relative to the repository. */
export function pagesDir(basePath: string, dev: boolean): string {
  return `.next/${dev ? 'dev-' : ''}${basePath === '' ? 'root' : basePath.slice(1).replaceAll('/', '--')}`;
}
